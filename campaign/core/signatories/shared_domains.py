"""Domains that prove nothing about who has an address or a page there, besides those of the public suffix list."""


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Anybody can get an email address there, under any top-level domain.
FREE_MAIL_FAMILIES = _table("""
yahoo hotmail gmx googlemail gmail aol yandex rediffmail rocketmail posteo mailfence tutanota protonmail ymail eclipso
""")
# Anybody can get an email address there.
FREE_MAIL = _table("""
outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.pt outlook.dk outlook.ie outlook.be outlook.at
outlook.com.gr outlook.cz outlook.hu outlook.sa live.com live.de live.fr live.nl live.be live.it live.se live.dk live.at
live.ie live.no live.fi live.co.uk msn.com passport.com icloud.com me.com mac.com mail.com email.com usa.com
post.com consultant.com europe.com proton.me pm.me tuta.io tuta.com tutamail.com tuta.de keemail.me hushmail.com
hush.com fastmail.com fastmail.fm zoho.com zohomail.com zohomail.eu hey.com mailbox.org riseup.net disroot.org
systemli.org autistici.org inventati.org cock.li murena.io skiff.com startmail.com runbox.com kolabnow.com
countermail.com
web.de t-online.de freenet.de arcor.de email.de mail.de vodafone.de vodafonemail.de online.de o2online.de unitybox.de
kabelmail.de ewe.net ewetel.net netcologne.de magenta.de aon.at a1.net chello.at inode.at utanet.at
bluewin.ch hispeed.ch sunrise.ch bluemail.ch swissonline.ch
orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr
cegetel.net caramail.com voila.fr skynet.be telenet.be proximus.be scarlet.be belgacom.net pandora.be voo.be pt.lu
ziggo.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl home.nl xs4all.nl casema.nl upcmail.nl quicknet.nl tele2.nl
libero.it virgilio.it tiscali.it alice.it tin.it tim.it fastwebnet.it inwind.it iol.it email.it poste.it aruba.it
wp.pl o2.pl onet.pl onet.eu op.pl poczta.onet.pl interia.pl interia.eu poczta.fm gazeta.pl tlen.pl vp.pl autograf.pl
seznam.cz email.cz centrum.cz post.cz atlas.cz volny.cz tiscali.cz azet.sk centrum.sk post.sk zoznam.sk pobox.sk
freemail.hu citromail.hu t-online.hu indamail.hu vipmail.hu abv.bg mail.bg dir.bg gbg.bg
sapo.pt clix.pt iol.pt netcabo.pt telefonica.net terra.es ono.com movistar.es orange.es telefonica.es
otenet.gr in.gr forthnet.gr hol.gr cytanet.com.cy cablenet.com.cy onvol.net go.net.mt maltanet.net
inbox.lv apollo.lv one.lv delfi.lv inbox.lt delfi.lt one.lt mail.ee hot.ee online.ee
telia.com bredband.net spray.se passagen.se home.se comhem.se bahnhof.se online.no broadpark.no frisurf.no
mail.dk jubii.dk ofir.dk stofanet.dk youmail.dk luukku.com suomi24.fi kolumbus.fi saunalahti.fi elisanet.fi
eircom.net iol.ie btinternet.com ntlworld.com virginmedia.com blueyonder.co.uk sky.com talktalk.net tiscali.co.uk
siol.net t-2.net net.hr inet.hr email.t-com.hr eunet.rs mail.ro k.ro clicknet.ro rdslink.ro home.ro
mail.ru bk.ru list.ru inbox.ru rambler.ru ya.ru ukr.net i.ua meta.ua bigmir.net tut.by
qq.com 163.com 126.com sina.com foxmail.com naver.com hanmail.net daum.net comcast.net verizon.net att.net cox.net
sbcglobal.net bellsouth.net charter.net earthlink.net juno.com shaw.ca rogers.com sympatico.ca bigpond.com uol.com.br
bol.com.br terra.com.br ig.com.br walla.co.il walla.com netvision.net.il mynet.com simplelogin.com duck.com
mozmail.com relay.firefox.com anonaddy.me addy.io mailinator.com guerrillamail.com yopmail.com yopmail.fr trashmail.com
trash-mail.com 10minutemail.com temp-mail.org tempmail.com sharklasers.com getnada.com maildrop.cc dispostable.com
""")
# Each customer, or each body of a large organisation, has its own name below these.
SHARED = _table("""
europa.eu wordpress.com wixsite.com wix.com jimdo.com jimdosite.com jimdofree.com weebly.com over-blog.com
squarespace.com webnode.com webnode.page substack.com noblogs.org tumblr.com strikingly.com mystrikingly.com
hypotheses.org canalblog.com wikidot.com odoo.com site123.me business.site typepad.com livejournal.com blog.hu home.blog
beepworld.de npage.de webs.com tilda.ws ghost.io nationbuilder.com actionnetwork.org salsalabs.org sharepoint.com
onmicrosoft.com mozello.com blogg.se e-monsite.com systeme.io mailchimpsites.com free.fr pagesperso-orange.fr ucoz.com
blogs.com hautetfort.com eklablog.com skyrock.com ning.com mailerpage.com godaddysites.com yolasite.com
jouwweb.nl webador.com webadorsite.com simplesite.com one.page super.site mailchi.mp hubspotpagebuilder.com
""")
SHARED_FAMILIES = frozenset({"blogspot"})
# Each customer has a path below these, so only the front page belongs to the owner of the domain.
PAGE_HOSTS = _table("""
facebook.com fb.com fb.me instagram.com twitter.com x.com linkedin.com youtube.com youtu.be tiktok.com t.me telegram.me
threads.net bsky.app medium.com github.com gitlab.com codeberg.org linktr.ee google.com goo.gl bit.ly patreon.com
opencollective.com gofundme.com change.org wemove.eu betterplace.org helloasso.com meetup.com eventbrite.com vk.com
mastodon.social reddit.com discord.gg discord.com whatsapp.com wa.me pinterest.com flickr.com vimeo.com notion.so
about.me archive.org wikipedia.org buymeacoffee.com ko-fi.com paypal.com paypal.me gitbook.io sourceforge.net
""")
