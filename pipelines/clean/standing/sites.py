"""In English, of sites that are no papers: blogs, magazines of a trade, shops, recipes, forums, agencies, institutes."""

SUBSCRIBE = """
to receive new posts and support my work
this is a free preview of a paid
consider becoming a free or paid
consider becoming a paid subscriber
upgrade to paid to keep
this post is for paid subscribers
this post is for paying
continue reading this post for free
their writing is valuable by pledging
to keep reading and get access to the full archive
join medium for free to get updates from
made this story available to medium members
enter your email … to subscribe to this
enter your email … to subscribe to our
receive notifications of new posts by email
follow this blog and receive notifications
to get the latest posts sent to your
subscribe to get access to the rest of this
join … other subscribers$
join … other followers$
subscribe to our … newsletter
subscribe to our blog and
subscribe to this blog via
^join our mailing list
^join our email list
^join our … subscribers list
^join thousands of … readers
^get … straight to your inbox
^get … delivered to your inbox
^get … directly to your inbox
^receive … straight to your inbox
sign up to receive our … newsletter
^sign up for our … e-newsletter
we will never share your email
we'll never share your email
no spam. unsubscribe
we respect your privacy. unsubscribe
unsubscribe at any time by clicking the link in our
you can unsubscribe from our
check your inbox to confirm your subscription
thank you for subscribing to our
was this email forwarded to you
you're receiving this email because
register for free to continue reading
create a free account to continue reading
create your free account or sign in
be logged in to view this content
this content is for members only
to access this content, please log
to read the full article, please log
unlock this article — plus
your gift … will help us
your donation … helps us
your support helps us continue
^please donate to support our
consider making a donation to support our
your donation is tax-deductible
your gift is tax-deductible
if you enjoyed this … subscribe to
like this article? subscribe to
like what you're reading? subscribe
never miss an episode of our
subscribe to our youtube channel
subscribe wherever you get your podcasts
subscribe wherever you listen to podcasts
leave us a review on apple
leave us a rating and review
rate, review and subscribe
join our discord
follow me on pinterest
sign up … off your first order
be the first to know about our
enter your email to be notified
"""
RELATED = """
learn more about our editorial
learn more about our review process
more about how we test$
read our full methodology$
browse other questions tagged
customers who bought this item also
customers who viewed this item also
^customers also bought
^you might also be interested in our
^download the full white paper
^get your free copy of our
^register now for our … webinar
"""
COMMENTS = """
only paid subscribers can comment on
your email address will not be published
this site uses akismet
learn how your comment data is processed
notify me of follow-up comments
website in this browser for the next time i
comments are closed for this
your comment is awaiting moderation
all comments are moderated before
we welcome your comments, but
please keep your comments respectful
please respect our community guidelines
please read our comment policy
read our comment policy before
^we reserve the right to … comments
comments powered by disqus
must be logged in to post a comment
must be logged in to reply to this
log in or register to reply
to view or add a comment, sign
this thread has been locked by
this topic is now closed to
this topic has been archived
this topic was automatically closed
new replies are no longer allowed
you can post now and register later
if you have an account, sign in now to post
you need to be a member in order to leave
sign up for a new account in our community
your content will need to be approved by a
thanks for contributing an answer to
making statements based on opinion; back
see our tips on writing great answers
not the answer you're looking for
highly active question. earn
it is not currently accepting answers
i am a bot, and this action
please contact the moderators of this subreddit
only logged in customers who have purchased
not all reviews will be published
please take a moment to leave a star rating
make this recipe, please leave
tried this recipe, please leave
did you make this recipe? please
"""
SHARE = """
this post is public so feel free
click to share on
click to email a link to
enjoyed this post, please share
enjoyed this article, please share
found this article … please share
found this post … please share
please share this article with your
feel free to share this article
like this article? email it
like this post? pin it
pin it using the … below
tag me on instagram so
know someone who would enjoy this newsletter
forward this newsletter to a
send this url to your friend
show your support by clapping
"""
ADVERTISEMENT = """
may contain affiliate links.
posts contain affiliate links.
this post contains affiliate links.
this article contains affiliate links.
this article contains affiliate links that
of the links in this … are affiliate
this site uses affiliate links
this website uses affiliate links
we may earn … commission$
we may receive … commission$
i may earn … commission$
i may receive … commission$
may collect a share of sales
as an amazon associate … earn
as amazon associates … earn
participant in the amazon services llc
means for us to earn fees by linking
buy through links on our
you buy through our links
buy something through our links
purchase through links on our
purchase through our links
buying through links on our site
purchases made through links earn us
is reader-supported. when you
we are a reader-supported website
products featured … are independently selected by our
independently selected by our editors
we independently evaluate all recommended
our editors independently select
editors select and review products independently
see my affiliate disclosure
read my full disclosure
please see our ethics statement
this is a sponsored conversation written
thank you for supporting the brands that
this content is provided by our sponsor
this episode is brought to you by
this podcast is brought to you by
the offers that appear on this site
how and where products appear on this
our partners compensate us
we may receive compensation
not include all … offers available in the marketplace
alone, not those of any bank
advertising on our site helps support
advertising revenue supports our
to advertise on this site, please
interested in sponsoring this
consider disabling your ad blocker
please whitelist our site
you're using an ad blocker. please
"""
WIDGET = """
this field is for validation purposes and
leave this field empty if you're human
if you are human, leave this field
hit enter to search or
when autocomplete results are available use
upgrade your browser to improve your
you are using an outdated browser
beginning of dialog window. escape
click on a star to rate
tell us how we can improve this post
how useful was this post
as you found this post useful
was this page helpful
was this article helpful
was this information helpful
was this answer helpful
did you find this page helpful
did you find this article helpful
found this page helpful
is there anything wrong with this page
thanks for letting us know this page
if you've got a moment, please tell us
help us improve this page
report a problem or mistake on this
don't include personal or financial information like
rate this week's newsletter
there was an error while loading. please reload
reload to refresh your session
edit this page on github
suggest edits to this page
viewing the documentation for
you're looking at an older version of
for up-to-date documentation, see the
^your download will start
if your download doesn't start … click
you are now leaving our website
your cart is currently empty
taxes and shipping calculated at checkout
javascript seems to be disabled in your
for the best experience on our site, be sure to
needs to review the security of your connection
if you are using a screen reader and are
"""
LEGAL = """
by signing up … you agree to our
by subscribing, you agree to our
by subscribing you agree to our
by subscribing, i agree to
by submitting this form, you agree
by submitting this form, you are signing up
by submitting your … you agree to our
by entering your email … you agree to
by providing your … you agree to receive
by clicking … you agree to our
by clicking … you agree to the storing of
by clicking continue to join or sign in
by checking this box, i agree
by checking out, you agree to
by using this site, you agree
by accessing or using this website
by continuing to use this … site
by continuing to browse our
this website uses cookies
our … site uses cookies
this site uses cookies
we also use third-party cookies that help
cookie information is stored in your browser
these cookies are necessary for the website to
these cookies allow us to count
strictly necessary cookies should be enabled
store and/or access information on a device
please accept … cookies to view this
you can change your cookie settings at any time on
our privacy policy for more
will be governed by our privacy
consent is not a condition of purchase
this site is protected by recaptcha
this site is protected by hcaptcha
an official website of the united states
official websites use .gov
means you've safely connected to
share sensitive information only on official
content is available under the open government
text is available under the creative commons
content of this page is licensed under
this … is licensed under a creative
except where otherwise noted, content on this
to view a copy of this licen
open access article distributed under
open-access article distributed under
images or other third party material in this
permits unrestricted use, distribution, and
permits use, sharing, adaptation, distribution
reproduction is permitted which does not comply
remains neutral with regard to jurisdictional claims
claims expressed in this article are solely
reprints and permissions information is available
those for text and data mining, ai training
anyone you share the following link with
a shareable link is not currently available
get full access to this article
all content on this site is copyright
no part of this website may be
no part of this article may be reproduced
this article may not be reproduced
may not be used without my permission
please do not use my images
unauthorized use and/or duplication of
excerpts and links may be used, provided
if you want to republish this recipe
for reprint rights:
all trademarks are the property of
trademarks used herein are
are trademarks of their respective owners
this … for informational purposes only
this … for general informational purposes
this … for educational and informational purposes
this article … not a substitute for professional
this article … not a substitute for medical
this content … not a substitute for professional
not intended to be a substitute for professional
this … not intended as legal advice
this article … should not be construed as
should not be construed as legal advice
should not be construed as investment advice
this article … does not constitute
this website does not constitute
this blog does not constitute
this content is not legal advice
this … does not create an attorney-client
site does not provide medical advice
we do not offer medical advice
nothing in this article should be
nothing on this website should be
the information contained in this article is
the information included here is
the information provided on this website
the information on this website is
the information contained herein is
we make no representations or warranties
always seek the advice of your physician
never disregard professional medical advice
opinions expressed here are my own
^all opinions are my own
may be considered attorney advertising
^prior results do not guarantee
please do not send … confidential information to us
^these statements have not been evaluated
this product is not intended to diagnose
taking into account your objectives
not consider your personal objectives
advisory services offered through
not a bank … member fdic
^prices and availability are subject to change
price and availability are accurate as of
prices correct at time of publication
images are for illustration purposes only
nutritional information is provided as a courtesy
nutritional information is an estimate
estimate provided by an online nutrition calculator
calculated using an ingredient database
this site is not affiliated with
consideration for employment without regard
"""
AGENCY_NOTE = """
this article first appeared in the … issue
this article originally appeared in the … issue
this article is reprinted with permission
this article was originally published on … updated
this post was originally published … updated
this article was written with the help of ai
this article was generated with the help of
this summary was generated by ai
this transcript was generated
this transcript was created using
this transcript … may not be in its final
please check the corresponding audio before
the post … appeared first on
this post first appeared on
this post is over … years old
this page is no longer being updated
this article was medically reviewed by
this article has been fact-checked by
has strict sourcing guidelines and
uses only high-quality sources, including peer
how we fact-check and keep our
this article needs additional citations
please help improve this article by
you can help wikipedia by
"""
OTHER = """
interested in writing for us
have feedback on this article
found a typo? let us
found a typo, want to
if you notice an error in this article
if you have spotted an error or
this post was written by a guest
she's not writing, you can find her
he's not writing, you can find him
the voice behind the blog
our expert reviewers spend hours
arxivlabs is a framework
organizations that work with arxivlabs
acknowledge the traditional … pay our respects to
acknowledges the traditional … pays its respects to
this website is published by … solely
"""
