"""Given names that are common in Europe, to see when a list writes the family name first.

A name that is also a common family name ("Martin", "Simon") is left out.
"""

_TEXT = """
adam agnieszka alain albert alberto alessandra alessandro alessia alexandra alfred alice ana anders andrea
andreas andreea andrej andrew andrius andrzej angela angelika aniko anja anke anna anne annika antje anton
antonella antonio ari arturs axel balazs barbara bartosz beata beatrice beatriz benoit birgit bjoern bogdan
brando brigitte britta bruno camilla carlos carmen carolina caroline catarina catherine cecile celine chiara
christian christiane christine christoph ciaran claudia cristian cristina damian daniel daniela dariusz david
deirdre diana dirk dominique dorota dragos edina eero elena eleonora elio elisabeth elisabetta elzbieta emil
emilia emma emmanuel enrique erik ernest eszter eugen eva evelyn evelyne ewa fabienne fabio federica ferenc
fernando filip florian francesca francesco francisco francois frederic fritz gabor gabriela gabriele georgi
gerard gerhard gheorghe gilles giorgio giovanni giulia giuseppe goran grzegorz guillaume gunnar hanna hannes
hans heidi heike heinz helena helene helmut henrik henrike hilde ignacio ilona inese ingrid ioan ioana ioannis
iratxe irena irene isabel isabella isabelle ivan ivana ivo jacek jadwiga jan jana janina janusz jaroslav
jasmin javier jean jens jerzy jessica jiri joachim joana joanna joao johan johanna johannes jolanta jonas
jordi jorge jose josef jozef juan julia juliane julie jurgen jutta karin karl karolina katalin katarina
katarzyna kateryna katharina kathleen katja katrin kerstin kim kinga konstantinos kristina krzysztof laszlo
laura laurent leila lena lidia lina linda ljudmila lorenzo luca lucia lucie ludmila luis luisa lukas magdalena
magnus malgorzata manfred manon manuel manuela marc marcel marcela marcin marco marek margarida margarita
maria mariana marianne marie marija marina mario mariusz marketa markus marta martina massimo matej mateja
mateusz mathilde matteo matthias maurizio mercedes michael michaela michal miguel mihai mikael mikolaj milan
milena milos mircea miriam mirjam monica monika nadine natalia nathalie nicola nicolae nicolas nikolaos
nikolay norbert nuno olga olivier oskar pablo paola paolo pascal patricia patrick patrizia pavel pawel pedro
peter petr petra petras philippe pierre pilar piotr radka radoslaw rafal raffaele ralf raquel rasa regina
reinhard renata robert roberta roberto roman rosa ruta ryszard sabine sandra sandro sara sarah saskia
sebastian sergey sergio siegfried sigrid silke silvia simona slawomir sofia sonia sophia sophie stanislaw
stefan stefania stefano stephane susana susanne sven svenja sylvie szymon tadeusz tamas tanja tatiana teresa
terezia theresa thierry thomas tiziana tobias tomas tomasz tomislav ulrike ursula uwe valentina valerie vasile
vera veronika viktor viktoria viola viorica virginie vladimir wieslaw wojciech wolfgang yannick ylva yolanda
zbigniew zdenka zdzislaw zsolt zuzana
"""
FIRST_NAMES = frozenset(_TEXT.split())
