"""In English."""

SUBSCRIBE = """
sign up for our … newsletter
sign up to our … newsletter
sign up for our … email
sign up to our … email
sign up for our … alert
sign up to our … alert
sign up here so you don't miss
sign up to receive our biggest
sign up for breaking news alerts
sign up for free newsletters
^sign up … in your inbox
^sign up … to your inbox
signing up to our … newsletter
newsletter. sign up
subscribe to our … newsletter
subscribe to our … channel
subscribe to our … podcast
subscribing to our … newsletter
you can now subscribe to our
get access to … subscriptions service
^register for our … newsletter
^get our … newsletter$
^receive our … newsletter
^our free … newsletter$
with our … newsletter
stay up to date … our newsletter
excerpt from our … newsletter
you're reading our … newsletter
^start your day with … newsletter
^don't miss … newsletter$
newsletters may contain info
selects her favourite stories in this
news … straight to your inbox
latest … straight to your inbox
stories … straight to your inbox
news … directly to your inbox
newsletter … delivered to your inbox
newsletter … straight to your inbox
newsletter … directly to your inbox
^want … straight to your inbox
the next issue of … will soon be in your inbox
a welcome email is on its way
we encountered an issue signing you up
^something went wrong … try again
^thank you for signing up
^thanks for signing up
^thank you for subscribing
you've successfully subscribed
you agree to our
you agree to receive occasional
you consent to receive … newsletter
consent to receiving marketing emails from
^i would like to receive … newsletter$
^i would like to be emailed about
^yes, i would like to receive$
^contact me with news and offers
^receive email from us on behalf
may occasionally receive promotional content
special offers, promotions and adverts from us
to provide content in ways you've consented
you can unsubscribe at any
us as a preferred source
us as your preferred source
us your preferred source
^choose … preferred source on google
across our social channels, on
to our whatsapp channel
joining our whatsapp
joining our telegram
join our … whatsapp community
find us on whatsapp$
^get whatsapp alerts
single whatsapp every morning
^like us on facebook$
like our facebook page
like our page on facebook$
^follow us on google news
follow our google news$
follow topics and authors from this story
topics you follow will be added to your
to stay informed and join in the conversation
^get breaking … news alerts
^get breaking … delivered
^get instant notifications on
^get real-time news updates
for the latest news, weather, sports, and streaming video
^for the latest news … sign up
^for the latest … follow our
^for the latest … download our
^for all the latest … download
^catch all the … news … live
^read all the latest news
with breaking news and top headlines from
get the latest headlines … our app$
^download our … app$
download our free … app$
download our mobile app
^download the … news app$
by downloading our app
^get your news on the go
to get daily market updates & live
^listen to our … podcast
^listen … wherever you get your podcast
^subscribe … wherever you get your podcast
^follow … wherever you get your podcast
our podcast … wherever you get your podcast
new episodes every … wherever you get
new episodes every … wherever you listen
^subscribe on apple podcasts
please consider subscribing$
please consider supporting our
please consider becoming a member of our
please consider making a … support our
please support quality journalism
consider subscribing today
support our journalism$
support our independent journalism
support our local journalism$
support our nonprofit journalism
support our newsroom$
support our local newsroom$
support our nonprofit newsroom
supports our journalism
support local journalism by subscribing
support independent journalism by subscribing
support quality journalism and subscribe
keep our journalism free
sustain our journalism
fund our journalism
our journalism needs your
our journalism is for everyone
our journalism is made possible
our reporting is made possible
your subscription supports$
your subscription makes our
your support … our journalism$
your support … independent journalism
your donation … our journalism$
your contribution … our journalism$
your support helps us to tell the story
your donation makes this story
a digital subscription … trusted, fact-checked
by taking out a digital subscription
your print subscription … activate
^print subscriber? activate
^if you are a … print subscriber
thanks to readers like you
readers like you make$
readers like you are keeping
asking readers like you to
we rely on our readers to
we have a small favour to ask
so now we have a request$
we haven't put up a paywall
keep paywalls away from
would like our readers to start paying
if you value our
if you value … journalism, please
if you value … journalism now's
thank you for supporting our journalism
thank you for supporting local journalism
^thank you for reading this article
^thank you for reading our
^thanks for reading our
who we choose to trust can have a profound
news media is in a crisis of its own
have only made our resolve and commitment
not everyone can afford costly news
^become a paid subscriber
^become a member today
continue with your reading experience
^to continue reading … subscri
^to continue reading … register
^to continue reading … log in
^to continue reading … sign in
^to read the full … subscri
^to read this article … subscri
^this article is available exclusively to
^this story is available exclusively to
^this content is reserved for
this is a premium article and requires
^this article is free to read
you have exhausted your free
you've reached your … article limit
you've used all your free articles
you've read your last free
you've read … free articles
free articles remaining this
you've read … article in the last month
you need to be a subscriber to join
articles from across … with one account
enjoy additional articles per month
email updates from your favo
^create an account or sign in
^create an account or log in
registering for free here
^don't have an account? create
subscribers may share up to
noticed you're using an ad
please disable your ad
unlock a world of benefits
while we verify access. if you are in reader mode
^for as little as … support
"""
RELATED = """
^click here to join our
^click here to get the … app$
^read more of our
^read more from our
^read our guide to
^read our explainer$
^read the full story
^read the full article
^read the full report here
^read the original article
^discover more of our
^follow our live
^follow our … coverage$
^for more from our
^for more on this story
^for more stories … visit$
^for more stories … click$
^for more news … visit$
^for more news … click$
^for more … click here$
^for more … visit our website
read more of our coverage$
^check out our podcast
^watch more of our
more stories like this are available
to hear more audio stories
^to read more … click here
^to see more … click here
^to find out more … click here
^scroll down for more
^scroll through the gallery$
^scroll through our gallery$
^swipe through the gallery$
^click through the gallery$
^click through our gallery$
^this is part of our … series$
^this story is part of our
^this article is part of our
^this story is part of a series$
^this article is part of a series
^this article is part of the … series
you may also be interested in our
you might also be interested in our
^subscribe to our sister
^stay on top of our
^keep up with our
new platform of curated content
before it's here, it's on the
"""
COMMENTS = """
what about you? share your thoughts$
^share your … in the comment
^let us know … in the comment
^tell us … in the comment
^have your say in our comment$
^have your say in our comments$
our comments policy
please read our comment
share your opinions in the thread
share your thoughts and join the conversation
what do you think? have your say
what do you think? let us know
what do you think? post a comment$
what do you think? join the
^have your say in the comment
have your say below$
^sound off in the comment
get the conversation going by
^join the conversation on our
would you like to comment on this article
to comment on this article
to comment on this story
^to comment you must
you need to be logged in to comment
please register or log in to comment
please … or register to comment
you must confirm your public display name
first and last name in your user profile
^anyone can read … but to contribute
comments on this article are
comments on this article have
comments on this story are
comments on this story have
comments are welcome while open
comments may take up to
comments have to be in english
comments expressed here do not
comments that violate our
your comment will be reviewed
your comment has been submitted$
your comments may be used
by submitting a comment, you
by posting your comment
please keep comments relevant
please keep your comments$
please review our comment$
please review our comments$
please abide by our community$
please respect our community$
please familiarise yourself with our
^please avoid obscene$
please turn off your caps lock
kindly refrain from posting
please report any comments that
link on each comment to let us know
help us delete comments
values your comments but
want our comments to be a
^we welcome your comments
^we welcome your feedback
reserve the right to … comment
reserves the right to … comment
migrated to a new commenting
changed our commenting policy
right to reproduce and publish that comment
endorse the opinions expressed in comment
contents above are those of our users
ability to comment on our stories is
to encourage thoughtful and respectful conversations
lively but civil forum
if they are on-topic and not abusive
stay civil, stay constructive
keep it clean. please avoid
don't threaten. threats
be nice. no racism
be proactive. use the
be truthful. don't knowingly
together to keep the conversation civil
our community guidelines$
our commenting guidelines
our commenting policy
considered for publication in our
letters may be edited for
^letters to the editor should
email us your letter$
hear what you think about this
diversity of letters to the editor
first to send us your thoughts$
access to the comments facility
reply to your comment, an update
click any reaction to login
like to submit a response of up to
if you would like to respond to this article
if you would like to respond to this story
opinion on anything you've read in
opinion on the issues raised in this
something to say about this article$
readers and see their replies
"""
SHARE = """
^if you found this article useful
was this article helpful
did you find this article
^help us spread the word
^please share this article$
tag us on instagram
tag us in your posts$
^tweet us at
share posts by email
please use the sharing tools
copying articles to share with others
copy the code below on your site
"""
ADVERTISEMENT = """
we earn … commission when
we earn … commission if
affect our editorial independence
influence our editorial
advertisement has not loaded yet
^story continues below
^scroll down to continue reading
^this is sponsored content
^this is a paid post
this article is sponsored by
this article was sponsored by
this content was paid for$
this content is provided by our sponsor
this article contains affiliate
this story contains affiliate
this post contains affiliate
may contain affiliate links
our stories include affiliate links
we may receive … commission$
we may receive … compensation$
we may earn … commission$
we may earn … commissions$
we may earn money when you
we may earn money from
we may earn a portion
we may get a … commission$
we sometimes use affiliate links
may earn … commission if
may earn … commission when
may earn … commission from
may earn compensation for sales
may earn a portion of sales
featured in this article may result in a payment
purchase through links in our
purchase through our links
purchase through links on our site
buy something using links in our
buy something through our
buy through our links$
buy a book using a link
our editors … independently selected
independently selected by our
recommended … are selected by our editor
products … are selected by our editor
team is independent of the journalists
was not involved in the creation of this content
newsroom was not involved in the creation
prices … correct at the time of publi
prices were accurate at the time
affiliate advertising program designed
services llc associates
as an amazon associate i earn
as an amazon associate, i earn
as an amazon associate we earn
as an amazon associate, we earn
is supported by its audience. when
brands pay fees to appear
would you like to advertise with us
do you want to advertise with us
need publicity for a product
less display advertising when reading our
information about the content (including ads
responsible gambler is someone who
please gamble responsibly$
visit begambleaware
18+. please
gambling problem? call
^new customers only
t&cs apply
odds … correct at time of
odds are subject to change
"""
WIDGET = """
^we apologize, but this video
^we apologise, but this video
^this video is unavailable
^this audio is generated
^this audio was generated
^your browser does not support
your browser is out of date
you are using an outdated browser
you are using an older browser$
using a browser version with limited
please use … browser for a
please upgrade your browser
^please enable cookies$
^to view this content
^to see this content
^to show you this content
^to watch this video
^to view this video
we need your consent to load$
need your permission to use cookie
permission before anything is loaded
need to accept … cookies
accept … cookies to view
unable to verify if you have consented
third party content may contain adverts$
third-party content may contain adverts$
^this article contains content provided
^this article includes content provided
^this article includes content hosted
^this content is hosted$
^this content is not available in your
^this content is provided by … cookies
may be using cookies and other tech
can set cookies on your device and collect
clicking "accept and continue
click 'accept and continue
this site uses cookies$
this website uses cookies
we use cookies to … experience
we use cookies to … website
we use cookies to … our site
we use cookies to personali
we use cookies to ensure
we use cookies to analy
we use cookies and other
we use cookies and similar
we and our … partners use
we and our … partners store
we and our … partners process
our use of cookies$
our cookie policy
our cookie guide
read more about cookies here
^we value your privacy
^your privacy is important to us
settings at any time via the privacy
content, please adjust your settings
you can save this article by
you can manage your saved
you can manage saved articles
find this story in my bookmarks
articles to your saved list and
remove items from your saved list
find your bookmarks in your
after newsletter promotion
can't see the form
can't see the poll
can't see the quiz
unable to load the form
waiting for response to load
^vote in our
^take our … quiz$
^take our … poll
^take our … survey$
^try our … quiz
brilliant range of puzzles
quotes delayed
quotes displayed in real-time
quotes … delayed at least
data is delayed at least
data delayed at least
^market data provided by
most stock quote data provided by
etf data provided by
market indices are shown in real
all times are et$
all times are eastern
your weather is set to
^sorry, this video
an error has occurred. please
please check your junk folder$
site is protected by recaptcha
google recaptcha to protect our
sent to … with a link to confirm list
"""
LEGAL = """
^disclaimer: opinions
all rights reserved
material may not be published, broadcast
not be reproduced, published
copyright and cannot be reproduced
^no part of this publication … may be
^no part of this article … may be
^reproduction in whole or in part
^unauthorised reproduction of this
^unauthorized reproduction of this
without prior express written permission
your personal, non-commercial use
order presentation-ready copies
email … to buy additional rights
^copyright 20
^republish this article
^republish this story
republish our stories
republish our articles
you are free to republish
you may republish this
interest in republishing this
this article … creative commons
this story … creative commons
our stories … creative commons
^this work is licensed under
invisible pixel in the article
edit only for style or to shorten
registered trademarks or trade names
transcripts are created on a rush
this service may include material from
use of this site constitutes$
registration on or use of this
constitutes acceptance of our
by using this site, you
by using our site, you
responsible for the content of external
holds no responsibility for its content
are the sole responsibility of the writer
are the sole responsibility of the author
does not necessarily reflect the opinion of the editorial
this column does not necessarily
this article does not necessarily
written by and does not necessarily
opinion articles are based on the author's
^editorials represent the
views … are the author's own
views … are the writer's own
^views are personal
. views are personal
given by experts are their own
expressed by investment experts
integrity, independence, and freedom from bias
^disclaimer: the views
^disclaimer: the information
^disclaimer: the content
^disclaimer: views
^disclaimer: comments
^disclaimer: this article is
^disclaimer: this story is
this article is for … purposes only
^this content is for … purposes only
^the content is for … purposes only
information … for informational purposes only
content … for informational purposes only
article is for general information
article is not intended … medical advice
information is not intended … medical advice
article … not a substitute for professional
content … not a substitute for professional
^this article is not financial advice
article does not constitute … advice
article does not contain investment advice
content does not constitute … advice
information does not constitute … advice
nothing in this article constitutes
does not provide investment advice. all
readers should conduct their own research
advises users to check with certified
necessarily real-time nor accurate
has no position in any of the stocks
have no position in any of the stocks
has a disclosure policy
stock advisor returns as of
business relationship with any company whose stock
this article myself, and it expresses
own shares in or receive funding from
no relevant affiliations beyond
financial supporters play no role
is solely responsible for all content
standards for working with philanthropies
is part of states newsroom
maintains editorial independence. contact
supported by grants and a coalition
investigates abuses of power. sign up
more about our editorial$
google privacy policy and terms
user agreement and privacy policy
handled in accordance with … privacy
used in accordance with our privacy
used in line with our privacy
^we will never share your
^we'll never share your
we won't share it with anyone
never share your details without
adhere to the independent press standards
complaint about the editorial content
response provided you can contact
part of newsquest's audited
^registered office:
^we acknowledge the traditional
^we acknowledge aboriginal
"""
AGENCY_NOTE = """
^this article was originally published
^this story was originally published
^this piece was originally published
^this article was first published
^this story was first published
^this article originally appeared
^this story originally appeared
^this piece originally appeared
^this article first appeared
^this story first appeared
^this piece first appeared
^this article appeared in
^this report by … was first published
^a version of this article … appear
^a version of this article … published
^a version of this story … appeared in
^a version of this story … published in
^a version of this story … newsletter
in the print edition of … with the headline
section of the print edition under the headline
^published in dawn,
^published in the print edition
^this article is republished from
^this story is republished from
republished here with permission
^republished with permission
^reprinted with permission
an agency feed without
auto-generated from … news service
this report is auto-generated
may have been reworked by the
article was crafted with the help of
^this story was created … assistance of
^this article was created … assistance of
^this article was … using ai
^this story was … using ai
^this article was translated
^this article has been translated
^summary points below were created
^the summary points below
platform with the assistance of ai
reporting on all platforms for fairness
an editor reviewed this content
generated by automated insights
versions of this story were edited
edited for radio and digital by
to contact the reporter on this story
to contact the reporters on this story
to contact the editor responsible for this
to contact the editors responsible for this
to contact the author of this story
local body journalism co-funded by
^this is a developing story
^this is a breaking news story
^this story is developing
^this is a breaking story
^please check back for$
story possible … community leaders program
"""
OTHER = """
send us a message on whatsapp
love to get your feedback at
send your story ideas to
send us your story ideas
send us your news
send your photos to
send us your photos
^send us a tip
^do you have a story
^have you got a story
^do you have information about
^do you know more about this story
^have a news tip
got a confidential news tip
^if you have a photo or video of
^send me a secure tip
for us? email$
we pay for your stories$
we pay for videos too
in touch with our news team
contact our news desk$
email our newsdesk$
call our newsdesk
^contact this reporter$
contact this reporter via
emailing us at
^email us at
^write to us at
^you can write to us at
guide to sharing information securely$
would you like to share your story with
^are you affected by
^are you personally affected
^have you been affected by
affected by … issues raised in this
affected by … issues in this story
details of help and support
number if you are willing to speak
see an error in our
error or typo in this story
grammar error in our story
spotted an error?
found an error?
^report an error in this
^report an editorial error
^report a correction or typo
if you spot an error … let us know
samaritans can be contacted
samaritans … 116 123
lifeline … 13 11 14
speak to the samaritans, in confidence
if you or someone you know … crisis$
if you or someone you know … suicid
if you or someone you know … helpline$
if you or someone you know … hotline$
if you or someone you know … 988
if you or someone you know … is struggling
if you or someone you know needs help
if you or someone you know needs support$
if you or anyone you know needs help
if you or anyone you know is struggling
if you are having thoughts of suicide
if you are having suicidal thoughts
if you are struggling with suicidal thoughts
if you are experiencing feelings of distress
if you live outside the five boroughs
^readers seeking support$
^if it is an emergency and you feel
overcoming suicidal thoughts is available
go to destination for the best celebrity news
is the place for the latest breaking news
dedicated and tireless team of journalists
desk is a team of … journalists
committed to providing our readers with
our journalists work hard to provide
one community. many voices$
^register for our … event
^register for our … webinar
^join us for our … event
"""
