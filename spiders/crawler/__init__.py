"""The crawl child: the only package that imports Scrapy and Twisted. Run as ``python -m spiders.crawler``."""
