<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
 <context>
  <name>PoplarNN</name>
  <message>
   <source> from {}</source>
   <translation> à partir de {}</translation>
  </message>
  <message>
   <source> min</source>
   <translation> min</translation>
  </message>
  <message>
   <source> px</source>
   <translation> px</translation>
  </message>
  <message>
   <source> to {}</source>
   <translation> jusqu'à {}</translation>
  </message>
  <message>
   <source>&amp;Class from</source>
   <translation>&amp;Classe d'après</translation>
  </message>
  <message>
   <source>&amp;Image</source>
   <translation>&amp;Image</translation>
  </message>
  <message>
   <source>&amp;Keep as model…</source>
   <translation>&amp;Garder comme modèle…</translation>
  </message>
  <message>
   <source>&amp;Labels</source>
   <translation>É&amp;tiquettes</translation>
  </message>
  <message>
   <source>&amp;Map this image…</source>
   <translation>&amp;Cartographier cette image…</translation>
  </message>
  <message>
   <source>&amp;Patch</source>
   <translation>Im&amp;agette</translation>
  </message>
  <message>
   <source>'automatic' tries dense features of a trained network and, where the worker is installed, a random forest of pixels and sigma, a network, if that takes less than two minutes, all on the same polygons held out, and takes the best; the others train that kind.</source>
   <translation>'automatic' essaie les descripteurs profonds d'un réseau entraîné et, si le processus de calcul (worker) est installé, une forêt aléatoire de pixels ainsi que sigma, un réseau, si cela prend moins de deux minutes ; tous sont évalués sur les mêmes polygones mis de côté, et le meilleur est retenu. Les autres valeurs entraînent le type nommé.</translation>
  </message>
  <message>
   <source>'batches' shows each class equally often; 'undersample' leaves patches out until each class has as many as the rarest; 'weights' makes rare classes count more, 'focal' what the network is not yet sure of; 'none' takes patches as they are.</source>
   <translation>'batches' présente chaque classe aussi souvent que les autres ; 'undersample' écarte des imagettes jusqu'à ce que chaque classe en ait autant que la plus rare ; 'weights' donne plus de poids aux classes rares, 'focal' à ce dont le réseau n'est pas encore sûr ; 'none' prend les imagettes telles quelles.</translation>
  </message>
  <message>
   <source>'compromise': by area, but rare classes get the minimum, which serves both the areas and the accuracy of each class; 'proportional': by area; 'equal': the same for each.</source>
   <translation>'compromise' : selon la surface, mais les classes rares reçoivent le minimum, ce qui sert à la fois les surfaces et la précision de chaque classe ; 'proportional' : selon la surface ; 'equal' : autant pour chacune.</translation>
  </message>
  <message>
   <source>'cosine' falls to 0 over the epochs; 'warmup' rises for a twentieth of them before; 'constant' stays.</source>
   <translation>'cosine' décroît jusqu'à 0 au fil des époques ; 'warmup' croît d'abord pendant un vingtième d'entre elles ; 'constant' reste fixe.</translation>
  </message>
  <message>
   <source>'crop' takes the middle that all images have, 'resize' resamples those of another size to that of most, both for sizes that are off by a tenth of the side at most; 'skip' leaves out all that differ, also in bands, type or pixel size, or cannot be opened. With 'refuse' nothing is imported. Up to 50 that differ are named.</source>
   <translation>'crop' prend la partie centrale que toutes les images ont en commun, 'resize' rééchantillonne celles d'une autre taille à celle de la plupart, dans les deux cas pour des écarts d'un dixième du côté au plus ; 'skip' écarte toutes celles qui diffèrent, aussi par les bandes, le type ou la taille de pixel, ou qui ne s'ouvrent pas. Avec 'refuse', rien n'est importé. Jusqu'à 50 images qui diffèrent sont nommées.</translation>
  </message>
  <message>
   <source>'features' gives each feature the mean and deviation that it has in training, for another light or camera where land cover is alike; 'none' leaves them as they are; 'auto' does what agrees better with the labels, where four or more tell, else nothing. For models that are not of dense features nothing is matched.</source>
   <translation>'features' donne à chaque descripteur la moyenne et l'écart-type qu'il a dans l'apprentissage, pour une autre lumière ou un autre capteur quand l'occupation du sol est semblable ; 'none' les laisse tels quels ; 'auto' retient ce qui s'accorde le mieux avec les étiquettes si quatre au moins permettent d'en juger, sinon ne fait rien. Pour les modèles sans descripteurs profonds, rien n'est ajusté.</translation>
  </message>
  <message>
   <source>'geotiff' keeps places, all bands and the image's own type; 'png' is for 1, 3 or 4 bands; 'csv' adds a list with class, group and place to GeoTIFFs, 'coco' one as COCO has it to PNGs.</source>
   <translation>'geotiff' conserve les positions, toutes les bandes et le type de l'image ; 'png' convient à 1, 3 ou 4 bandes ; 'csv' ajoute aux GeoTIFF une liste avec classe, groupe et position, 'coco' ajoute aux PNG une liste au format COCO.</translation>
  </message>
  <message>
   <source>'groups', or 'blocks': all polygons whose middle lies in a square block go together, and groups that lie in several blocks join them; for labels that lie so close together that a buffer around each would take most of them.</source>
   <translation>'groups' : par groupes ; 'blocks' : tous les polygones dont le centre se trouve dans un même bloc carré vont ensemble, et les groupes à cheval sur plusieurs blocs réunissent ceux-ci ; pour des étiquettes si proches qu'une zone tampon autour de chacune en supprimerait la plupart.</translation>
  </message>
  <message>
   <source>'groups': polygons, or what the group field says, for maps of the labelled image; 'blocks': squares of ground, where polygons lie in clusters, for maps of the places between; 'images': whole images, one held out at a time, for maps of other images; 'field': the folds of the labels, from the field that 'Extract patches' was given (FOLD_FIELD).</source>
   <translation>'groups' : les polygones, ou ce que dit le champ de groupe, pour des cartes de l'image étiquetée ; 'blocks' : des carrés de terrain, quand les polygones sont regroupés, pour des cartes des lieux situés entre eux ; 'images' : des images entières, mises de côté une à une, pour des cartes d'autres images ; 'field' : les plis des étiquettes, d'après le champ donné à « Extraire des imagettes » (FOLD_FIELD).</translation>
  </message>
  <message>
   <source>'mixed' computes with 16 bits and keeps weights in 32; 'auto' does so on GPUs that gain; 'float32' never.</source>
   <translation>'mixed' calcule sur 16 bits et garde les poids sur 32 ; 'auto' le fait sur les GPU qui y gagnent ; 'float32' jamais.</translation>
  </message>
  <message>
   <source>'none' as they are in the image, 'unit' from 0 to 1, 'symmetric' from -1 to 1, 'bands' with each band at mean 0 and standard deviation 1 of the training patches.</source>
   <translation>'none' : comme dans l'image ; 'unit' : de 0 à 1 ; 'symmetric' : de -1 à 1 ; 'bands' : chaque bande avec la moyenne 0 et l'écart-type 1 sur les imagettes d'apprentissage.</translation>
  </message>
  <message>
   <source>'stratified': at random within each class of the map, as 'Sample points' draws; 'random': at random over the whole map; 'other': polygons at hand, places that were easy to reach, training data. 'auto' knows points of 'Sample points' by their fields and takes anything else for 'other'. Only the first two make areas and intervals that hold.</source>
   <translation>'stratified' : au hasard dans chaque classe de la carte, comme tire « Tirer des points » ; 'random' : au hasard sur toute la carte ; 'other' : polygones disponibles, lieux faciles d'accès, données d'apprentissage. 'auto' reconnaît à leurs champs les points de « Tirer des points » et prend tout le reste pour 'other'. Seuls les deux premiers donnent des surfaces et des intervalles valables.</translation>
  </message>
  <message>
   <source>'threads' of one Python, which NumPy keeps busy; 'processes', for functions in plain Python; 'dask', a cluster.</source>
   <translation>'threads' : les fils d'exécution d'un seul Python, que NumPy occupe bien ; 'processes' : des processus, pour les fonctions en Python pur ; 'dask' : un cluster.</translation>
  </message>
  <message>
   <source>'tiled' and compressed; 'uncompressed', larger and written quicker; with 'overviews', drawn quicker when zoomed out; 'cog', a cloud-optimised GeoTIFF; 'vrt', many files joined by a VRT, whose name ends in .vrt: with SCHEDULER the cluster writes them.</source>
   <translation>'tiled' : tuilé et compressé ; 'uncompressed' : plus volumineux et plus vite écrit ; avec 'overviews', l'affichage est plus rapide en vue d'ensemble ; 'cog' : un GeoTIFF optimisé pour le cloud ; 'vrt' : de nombreux fichiers assemblés par un VRT, dont le nom se termine par .vrt ; avec SCHEDULER, c'est la grappe qui les écrit.</translation>
  </message>
  <message>
   <source>'yes' tunes them once the new last layer has learned, 'no' leaves them as they are; 'auto' leaves those of efficientnet_lite0 and tunes the others. Networks without such layers learn whole, whatever is chosen.</source>
   <translation>'yes' les ajuste une fois que la nouvelle dernière couche a appris, 'no' les laisse telles quelles ; 'auto' laisse celles d'efficientnet_lite0 et ajuste les autres. Les réseaux sans couches de ce genre apprennent en entier, quel que soit le choix.</translation>
  </message>
  <message>
   <source>'{}' cannot be edited: its file, or the project, says it is only to be read. Choose another label layer, or make one with the button 'New'.</source>
   <translation>« {} » ne peut pas être modifiée : son fichier, ou le projet, la déclare en lecture seule. Choisissez une autre couche d'étiquettes, ou créez-en une avec le bouton « Nouvelle couche d'étiquettes ».</translation>
  </message>
  <message>
   <source>'{}' cannot be written: free the disk, or save the layer elsewhere.</source>
   <translation>Impossible d'écrire dans « {} » : libérez de la place sur le disque, ou enregistrez la couche ailleurs.</translation>
  </message>
  <message>
   <source>'{}' cannot say the classes: a map holds the codes 1 to {}, it goes to {}.</source>
   <translation>« {} » ne peut pas donner les classes : une carte accepte les codes de 1 à {}, ce champ va jusqu'à {}.</translation>
  </message>
  <message>
   <source>'{}' contradicts the labels and does not count.</source>
   <translation>« {} » contredit les étiquettes et ne compte pas.</translation>
  </message>
  <message>
   <source>'{}' counts as {} polygons of each class, or fewer.</source>
   <translation>« {} » compte comme {} polygones de chaque classe, ou moins.</translation>
  </message>
  <message>
   <source>'{}' does not take polygons: choose a polygon layer.</source>
   <translation>« {} » n'accepte pas les polygones : choisissez une couche de polygones.</translation>
  </message>
  <message>
   <source>'{}' does not take the field '{}'. Make a label layer with the button 'New' and copy the polygons into it.</source>
   <translation>« {} » n'accepte pas le champ « {} ». Créez une couche d'étiquettes avec le bouton « Nouvelle couche d'étiquettes » et copiez-y les polygones.</translation>
  </message>
  <message>
   <source>'{}' does not take the polygon.</source>
   <translation>« {} » n'accepte pas le polygone.</translation>
  </message>
  <message>
   <source>'{}' draws the map.</source>
   <translation>« {} » dessine la carte.</translation>
  </message>
  <message>
   <source>'{}' has edits that are not saved, so it still shows the file that was replaced: save them elsewhere, or discard them and load the layer again.</source>
   <translation>« {} » a des modifications non enregistrées et montre donc encore le fichier qui a été remplacé : enregistrez-les ailleurs, ou abandonnez-les puis rechargez la couche.</translation>
  </message>
  <message>
   <source>'{}' has labels that are not saved.</source>
   <translation>« {} » contient des étiquettes non enregistrées.</translation>
  </message>
  <message>
   <source>'{}' has not all the fields of a label layer. It lacks: {}.</source>
   <translation>« {} » n'a pas tous les champs d'une couche d'étiquettes. Il manque : {}.</translation>
  </message>
  <message>
   <source>'{}' is a temporary layer: its labels are lost when QGIS closes. Make it permanent in the layer list, or make a label layer.</source>
   <translation>« {} » est une couche temporaire : ses étiquettes seront perdues à la fermeture de QGIS. Rendez-la permanente dans la liste des couches, ou créez une couche d'étiquettes.</translation>
  </message>
  <message>
   <source>'{}' is not drawn by class.</source>
   <translation>« {} » n'est pas affichée par classe.</translation>
  </message>
  <message>
   <source>'{}' takes it, as you chose, and it is not installed here yet.</source>
   <translation>« {} » en a besoin, selon votre choix, et ce n'est pas encore installé ici.</translation>
  </message>
  <message>
   <source>'{}' takes {}, which is missing in what is installed.</source>
   <translation>« {} » a besoin de {}, qui manque dans ce qui est installé.</translation>
  </message>
  <message>
   <source>'{}' was changed by another program: what was saved before can no longer be taken back here.</source>
   <translation>« {} » a été modifiée par un autre programme : ce qui a été enregistré auparavant ne peut plus être annulé ici.</translation>
  </message>
  <message>
   <source>, F1 {:.2f} on polygons held out</source>
   <translation>, F1 de {:.2f} sur des polygones mis de côté</translation>
  </message>
  <message>
   <source>, not used</source>
   <translation>, non utilisée</translation>
  </message>
  <message>
   <source>0 runs all epochs and keeps the last; else training ends after so many epochs without a better validation macro F1, and the best epoch is kept.</source>
   <translation>0 parcourt toutes les époques et garde la dernière ; sinon l'apprentissage s'arrête après ce nombre d'époques sans amélioration du F1 moyen (macro F1) de validation, et la meilleure époque est gardée.</translation>
  </message>
  <message>
   <source>1  Label</source>
   <translation>1  Étiqueter</translation>
  </message>
  <message>
   <source>1: the limit</source>
   <translation>1 : la limite</translation>
  </message>
  <message>
   <source>2  Check</source>
   <translation>2  Vérifier</translation>
  </message>
  <message>
   <source>2 and more</source>
   <translation>2 et plus</translation>
  </message>
  <message>
   <source>3  Train and map</source>
   <translation>3  Entraîner et cartographier</translation>
  </message>
  <message>
   <source>4  Map other images</source>
   <translation>4  Cartographier d'autres images</translation>
  </message>
  <message>
   <source>&lt;b&gt;Live map&lt;/b&gt;&lt;br/&gt;Draws the class map of what is in view, and follows each polygon. It is not saved with the project.</source>
   <translation>&lt;b&gt;Carte en direct&lt;/b&gt;&lt;br/&gt;Dessine la carte des classes de la zone affichée et la met à jour à chaque polygone. Elle n'est pas enregistrée avec le projet.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Merge into&lt;/b&gt;&lt;br/&gt;Gives the polygons of the chosen class to another, and drops the class.</source>
   <translation>&lt;b&gt;Fusionner dans&lt;/b&gt;&lt;br/&gt;Donne à une autre classe les polygones de la classe choisie, puis supprime celle-ci.</translation>
  </message>
  <message>
   <source>&lt;b&gt;Start&lt;/b&gt;&lt;br/&gt;What the live map knows before the first label: nothing, a model of other images, or the labels of another image of the project.</source>
   <translation>&lt;b&gt;Départ&lt;/b&gt;&lt;br/&gt;Ce que la carte en direct sait avant la première étiquette : rien, un modèle d'autres images, ou les étiquettes d'une autre image du projet.</translation>
  </message>
  <message>
   <source>&lt;p&gt;0 is the least value, 50 the median, 100 the greatest. Between two pixels it is interpolated, as in numpy.percentile; an integer output rounds it. Wide windows take hardly longer than small ones.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;0 est la plus petite valeur, 50 la médiane, 100 la plus grande. Entre deux pixels, la valeur est interpolée, comme dans numpy.percentile ; une sortie entière l'arrondit. Les grandes fenêtres ne prennent guère plus de temps que les petites.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;A fifth of the groups of each class is kept for the test, another one for validation; the model learns from the rest. The reports say how right it is on the test, with ranges, and how much that changes from one part of the labels to another. Give each place or parcel a group of its own (group field), or all polygons count as groups.&lt;/p&gt;&lt;p&gt;It is a model of QGIS's model designer and comes with the plugin: open its file there (resources/models in the plugin's folder) to see its steps, change them and save it as your own.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Un cinquième des groupes de chaque classe est gardé pour le test, un autre pour la validation ; le modèle apprend du reste. Les rapports disent combien il a raison sur le test, avec des intervalles, et combien cela change d'une partie des étiquettes à l'autre. Donnez à chaque lieu ou parcelle un groupe (champ de groupe), sinon chaque polygone compte comme un groupe.&lt;/p&gt;&lt;p&gt;C'est un modèle du modeleur de QGIS, fourni avec l'extension : ouvrez-y son fichier (resources/models dans le dossier de l'extension) pour voir ses étapes, les changer et l'enregistrer comme le vôtre.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;All of it travels inside the .keras file: classes and colours, bands and pixel size, patches, polygons and fingerprints of the images, settings and versions, scores with their ranges, and calibration. The command that trains the model again is shown where its record lies beside it.&lt;/p&gt;&lt;p&gt;Read it before you map with a model that somebody gave you.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Tout est dans le fichier .keras : classes et couleurs, bandes et taille de pixel, imagettes, polygones et empreintes numériques des images, réglages et versions, scores avec leurs intervalles, et calibrage. La commande qui entraîne de nouveau le modèle est affichée si son enregistrement se trouve à côté.&lt;/p&gt;&lt;p&gt;À lire avant de cartographier avec un modèle que quelqu'un vous a donné.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Areas smaller than the least go to what lies around them. The report compares the clean map with the reference: with judged random points (&lt;i&gt;Sample points&lt;/i&gt;) it says how many hectares each class has, with ranges, which counting pixels of a map cannot.&lt;/p&gt;&lt;p&gt;It is a model of QGIS's model designer and comes with the plugin: open its file there (resources/models in the plugin's folder) to see its steps, change them and save it as your own.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les surfaces plus petites que le minimum vont à ce qui les entoure. Le rapport compare la carte nettoyée à la référence : avec des points tirés au hasard et jugés (&lt;i&gt;Tirer des points&lt;/i&gt;), il dit combien d'hectares a chaque classe, avec des intervalles, ce que compter les pixels d'une carte ne peut pas.&lt;/p&gt;&lt;p&gt;C'est un modèle du modeleur de QGIS, fourni avec l'extension : ouvrez-y son fichier (resources/models dans le dossier de l'extension) pour voir ses étapes, les changer et l'enregistrer comme le vôtre.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Bright spots grow, dark ones narrower than the window go. With a square the time hardly depends on the radius.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les taches claires s'agrandissent, les taches sombres plus étroites que la fenêtre disparaissent. Avec un carré, le temps ne dépend guère du rayon.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;By default (ARCHITECTURE, advanced) it tries dense features of a trained network, which take seconds and need nothing installed, and, where the worker is installed, a random forest of pixels and, if that takes less than two minutes, a network (sigma) that learns patches. Each polygon is held out in turn, the same pixels for all; the log tells all scores, and the best one, learned from all polygons, draws the map.&lt;/p&gt;&lt;p&gt;Forests and dense features are scored in the same way where they are asked for. Of a network that is asked for one polygon in five is kept out of training, and the scores are measured on those; then the network learns once more, from all of them (REFIT). For maps of other images with 'Predict map' raise their variation of light (advanced) to 0.1.&lt;/p&gt;&lt;p&gt;The same steps with all their settings: 'Extract patches', 'Train model', 'Predict map'.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Par défaut (ARCHITECTURE, avancé), il essaie les descripteurs profonds d'un réseau entraîné, qui prennent quelques secondes et ne demandent aucune installation, et, si le processus de calcul (worker) est installé, une forêt aléatoire de pixels et, si cela prend moins de deux minutes, un réseau (sigma) qui apprend les imagettes. Chaque polygone est mis de côté à son tour, avec les mêmes pixels pour tous ; le journal donne tous les scores, et le meilleur, réentraîné sur tous les polygones, dessine la carte.&lt;/p&gt;&lt;p&gt;Les forêts et les descripteurs profonds sont évalués de la même façon si on les demande. Pour un réseau que l'on demande, un polygone sur cinq est tenu hors de l'apprentissage et les scores sont mesurés sur ceux-là ; puis le réseau apprend une fois encore, sur tous les polygones (REFIT). Pour des cartes d'autres images avec « Prédire une carte », portez sa variation de lumière (avancé) à 0.1.&lt;/p&gt;&lt;p&gt;Les mêmes étapes avec tous leurs réglages : « Extraire des imagettes », « Entraîner un modèle », « Prédire une carte ».&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Classes go by their names (category names, attribute table), or by their codes where map or reference raster name none (0 and nodata: no reference). Reference polygons or points hold the class, as name or code, in the class field; they should be others than those the model was trained on. A class of the reference, or of the labels of the map, that the map does not have counts with F1 0. Pixels that the map leaves empty are counted and not compared.&lt;/p&gt;&lt;p&gt;Mistakes of a map do not tell how large a class is; a random sample does: draw points by 'Sample points', judge them in the panel 'Review mistakes', and give them here. The report and the table of areas then hold, for each class, the hectares on the map, the hectares as the reference corrects them, and the range in which they lie in 95 of 100 samples (stratified estimation, Olofsson and others 2014). Each polygon counts as one observation, whatever its pixels.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les classes se reconnaissent à leur nom (noms de catégories, table d'attributs), ou à leur code si la carte ou le raster de référence n'en nomme aucune (0 et nodata : pas de référence). Les polygones ou points de référence portent la classe, nom ou code, dans le champ de classe ; ils doivent être autres que ceux sur lesquels le modèle a été entraîné. Une classe de la référence, ou des étiquettes de la carte, que la carte n'a pas compte avec un F1 de 0. Les pixels que la carte laisse vides sont comptés et non comparés.&lt;/p&gt;&lt;p&gt;Les erreurs d'une carte ne disent pas la surface d'une classe ; un échantillon aléatoire, si : tirez des points par « Tirer des points », jugez-les dans le panneau « Revoir les erreurs », et donnez-les ici. Le rapport et la table des surfaces contiennent alors, pour chaque classe, les hectares sur la carte, les hectares corrigés par la référence, et l'intervalle où ils se trouvent dans 95 échantillons sur 100 (estimation stratifiée, Olofsson et al. 2014). Chaque polygone compte comme une seule observation, quel que soit son nombre de pixels.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Classes go by their names, or by their codes where a map names none. The map of changes has a code and a colour for each pair of classes that occurs, and no other; what stayed is pale. Pixels without data on either map have none there.&lt;/p&gt;&lt;p&gt;Both maps need pixels of one size in one coordinate reference system, lying on each other; where one reaches further, what both show is compared.&lt;/p&gt;&lt;p&gt;&lt;b&gt;A difference of two maps is not yet a change&lt;/b&gt;: where either is wrong, they differ, too. For hectares of change that hold, draw points from the map of changes by 'Sample points', judge what was there at both dates, and give them to 'Assess map'.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les classes se reconnaissent à leur nom, ou à leur code si une carte n'en nomme aucune. La carte des changements a un code et une couleur pour chaque paire de classes présente, et pour aucune autre ; ce qui n'a pas changé est pâle. Les pixels sans donnée sur l'une des cartes n'en ont pas ici.&lt;/p&gt;&lt;p&gt;Les deux cartes doivent avoir des pixels de même taille, dans un même système de coordonnées, superposés ; si l'une va plus loin, on compare ce que les deux montrent.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Une différence entre deux cartes n'est pas encore un changement&lt;/b&gt; : là où l'une se trompe, elles diffèrent aussi. Pour des hectares de changement fiables, tirez des points de la carte des changements par « Tirer des points », jugez ce qu'il y avait aux deux dates, et donnez-les à « Évaluer une carte ».&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Dark spots grow, bright ones narrower than the window go. With a square the time hardly depends on the radius.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les taches sombres s'agrandissent, les taches claires plus étroites que la fenêtre disparaissent. Avec un carré, le temps ne dépend guère du rayon.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Each cell of 'stride' pixels gets the class that the patches covering it have on average, and its borders follow the edges of the image (EDGES, a guided filter). A smaller stride finds smaller things and takes longer. A model that learned the class of pixels (unet) gives each pixel its own. Where the mask is 0 or the image has no data the map stays empty.&lt;/p&gt;&lt;p&gt;The image needs the bands, pixel type and pixel size that the model was trained on; with RESAMPLE its pixels may be smaller, or up to twice as large. Confidence is the probability of the class drawn, calibrated in training. A band whose values are unlike those of training is warned of, and told in the record.&lt;/p&gt;&lt;p&gt;Where another exposure is all that differs (same season, same land cover), MATCH gives each band of the image, as it is in the part that is mapped, the mean and standard deviation (spread) or the whole distribution (histogram) of the training pixels. Try spread first, above all with a model that learned from one image. With a model of dense features, features gives each of these its mean and deviation in training instead. Where the land cover differs, or a mask leaves some classes only, all of them make maps worse.&lt;/p&gt;&lt;p&gt;With MIN_CONFIDENCE, pixels that no class has that probability for get the code 254, &lt;i&gt;unsure&lt;/i&gt;; with MASK_CODES, those that the mask excludes get 255, &lt;i&gt;masked&lt;/i&gt;. Both stand in the legend, and the other tools take neither for a class.&lt;/p&gt;&lt;p&gt;APPLICABILITY, of models of dense features and forests of pixels, says how far each place lies from the labelled ones, by its features: above 1 it is unlike all of them, and what the map says there is a guess, however confident (Meyer and Pebesma 2021). UNSURE_OUTSIDE marks such places as unsure.&lt;/p&gt;&lt;p&gt;With SCHEDULER, the address of a Dask cluster's scheduler, its workers read and compute the blocks, each with a copy of the model; this computer writes them, or with LAYOUT vrt each worker its own tiles. The map is the same.&lt;/p&gt;&lt;p&gt;The log first says what the map takes: blocks, memory, disk and, for a map of many blocks, the time, which some blocks in the middle tell. DRY_RUN says it and writes nothing. Blocks that lie wholly outside the mask are neither read nor computed.&lt;/p&gt;&lt;p&gt;Sheets, tiles or flights that lie side by side are drawn as one map, without seams where they meet: name the others in MORE_RASTERS, or their folder (advanced). They share CRS, pixel size and lattice. Where they overlap, the first that has data counts (OVERLAPS first), or each is looked at by itself and the mean of their probabilities counts (mean): take that for flights of different light that overlap by a patch and more. For a map of each image take 'Predict each image'.&lt;/p&gt;&lt;p&gt;With RESUME finished blocks are kept beside the map, and the same run goes on with them after a cancel, a crash or a power cut.&lt;/p&gt;&lt;p&gt;With SELF_TRAINING a model of dense features first learns from where it is surest on this image. On an image that it never saw that is worth more than matching alone; on one of the same land cover use both (MATCH features).&lt;/p&gt;</source>
   <translation>&lt;p&gt;Chaque cellule de « pas » pixels de côté reçoit la classe que les imagettes qui la couvrent ont en moyenne, et ses limites suivent les contours de l'image (EDGES, un filtre guidé). Un pas plus petit trouve des objets plus petits et prend plus de temps. Un modèle qui a appris la classe des pixels (unet) donne à chaque pixel la sienne. Là où le masque vaut 0 ou que l'image n'a pas de données, la carte reste vide.&lt;/p&gt;&lt;p&gt;L'image doit avoir les bandes, le type et la taille de pixel sur lesquels le modèle a été entraîné ; avec RESAMPLE, ses pixels peuvent être plus petits, ou jusqu'à deux fois plus grands. La confiance est la probabilité de la classe dessinée, calibrée lors de l'apprentissage. Une bande dont les valeurs ne ressemblent pas à celles de l'apprentissage donne lieu à un avertissement, repris dans l'enregistrement.&lt;/p&gt;&lt;p&gt;Quand seule l'exposition diffère (même saison, même occupation du sol), MATCH donne à chaque bande de l'image, dans la partie cartographiée, la moyenne et l'écart-type (spread) ou toute la distribution (histogram) des pixels d'apprentissage. Essayez d'abord spread, surtout avec un modèle entraîné sur une seule image. Avec un modèle à descripteurs profonds, features donne plutôt à chacun d'eux la moyenne et l'écart-type qu'il a dans l'apprentissage. Quand l'occupation du sol diffère, ou qu'un masque ne laisse que certaines classes, tous ces ajustements dégradent la carte.&lt;/p&gt;&lt;p&gt;Avec MIN_CONFIDENCE, les pixels pour lesquels aucune classe n'a cette probabilité reçoivent le code 254, &lt;i&gt;incertain&lt;/i&gt; ; avec MASK_CODES, ceux que le masque exclut reçoivent 255, &lt;i&gt;masqué&lt;/i&gt;. Les deux figurent dans la légende, et les autres outils ne les prennent pas pour des classes.&lt;/p&gt;&lt;p&gt;APPLICABILITY, pour les modèles à descripteurs profonds et les forêts de pixels, dit à quelle distance chaque lieu se trouve des lieux étiquetés, d'après ses descripteurs : au-dessus de 1, il ne ressemble à aucun d'eux, et ce que la carte y dit est une supposition, si confiante soit-elle (Meyer et Pebesma 2021). UNSURE_OUTSIDE marque ces lieux comme incertains.&lt;/p&gt;&lt;p&gt;Avec SCHEDULER, l'adresse d'un ordonnanceur Dask, les machines de sa grappe lisent et calculent les blocs, chacune avec une copie du modèle ; cet ordinateur les écrit, ou bien, avec LAYOUT vrt, chacune écrit ses propres dalles. La carte est la même.&lt;/p&gt;&lt;p&gt;Le journal dit d'abord ce que la carte demande : blocs, mémoire, disque et, pour une carte de nombreux blocs, le temps, d'après quelques blocs du milieu. DRY_RUN le dit et n'écrit rien. Les blocs entièrement hors du masque ne sont ni lus ni calculés.&lt;/p&gt;&lt;p&gt;Des feuilles, des tuiles ou des vols voisins sont dessinés en une seule carte, sans raccord visible là où ils se touchent : donnez les autres dans MORE_RASTERS, ou leur dossier (avancé). Ils ont le même SCR, la même taille de pixel et la même grille. Là où ils se recouvrent, le premier qui a des données compte (OVERLAPS first), ou chacun est regardé pour lui-même et la moyenne de leurs probabilités compte (mean) : à prendre pour des vols de lumière différente qui se recouvrent d'une imagette ou plus. Pour une carte de chaque image, prenez « Prédire chaque image ».&lt;/p&gt;&lt;p&gt;Avec RESUME, les blocs terminés sont gardés à côté de la carte, et la même exécution reprend avec eux après une annulation, un plantage ou une coupure de courant.&lt;/p&gt;&lt;p&gt;Avec SELF_TRAINING, un modèle à descripteurs profonds apprend d'abord là où il est le plus sûr dans cette image. Sur une image qu'il n'a jamais vue, cela vaut mieux que le seul ajustement ; si l'occupation du sol est la même, utilisez les deux (MATCH features).&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Each image gets its own map in the folder: NAME.tif for NAME.jp2 (NAME.vrt with LAYOUT vrt). The model is loaded once for all. Images may differ in CRS, size and place; each needs the bands, pixel type and pixel size that the model was trained on (with RESAMPLE smaller pixels, too). MATCH and SELF_TRAINING look at each image by itself. For one map of images that lie side by side take 'Predict map'.&lt;/p&gt;&lt;p&gt;A map appears under its name when it is whole. Cancel, or an image that cannot be mapped, leaves the maps that are finished; at the end the run names the images that have none, and fails if there are any. With RESUME it then goes on: maps that are there and made of the same image, model, mask and settings are left as they are.&lt;/p&gt;&lt;p&gt;No file is replaced but maps of this tool, which it knows by the record beside them. Each map has its style and its record, which says how 'Predict map' draws it again.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Chaque image reçoit sa propre carte dans le dossier : NOM.tif pour NOM.jp2 (NOM.vrt avec LAYOUT vrt). Le modèle est chargé une seule fois pour toutes. Les images peuvent différer par le SCR, la taille et le lieu ; chacune doit avoir les bandes, le type et la taille de pixel sur lesquels le modèle a été entraîné (avec RESAMPLE, aussi des pixels plus petits). MATCH et SELF_TRAINING regardent chaque image pour elle-même. Pour une seule carte d'images voisines, prenez « Prédire une carte ».&lt;/p&gt;&lt;p&gt;Une carte apparaît sous son nom quand elle est entière. Une annulation, ou une image qui ne peut pas être cartographiée, laisse les cartes terminées ; à la fin, l'exécution nomme les images qui n'en ont pas, et échoue s'il y en a. Avec RESUME, elle reprend ensuite : les cartes déjà faites à partir de la même image, du même modèle, du même masque et des mêmes réglages restent telles quelles.&lt;/p&gt;&lt;p&gt;Aucun fichier n'est remplacé, sauf les cartes de cet outil, qu'il reconnaît à l'enregistrement placé à côté. Chaque carte a son style et son enregistrement, qui dit comment « Prédire une carte » la dessine à nouveau.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Filters, masks, labels, patches, the live map and Map classes with its defaults run in QGIS itself. Networks and random forests run in a Python of their own with TensorFlow, so that QGIS's libraries are never touched.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Install&lt;/b&gt; makes that Python in the folder of your QGIS profile; it takes no administrator. The log says beforehand how much is loaded and how long that takes. The proxy and the certificates are those of QGIS. Cancel leaves everything as it was; what was loaded is kept for the next try.&lt;/p&gt;&lt;p&gt;The report can be pasted into a bug report: your home folder and name are blanked.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Filtres, masques, étiquettes, imagettes, carte en direct et « Cartographier les classes » avec ses réglages par défaut fonctionnent dans QGIS même. Les réseaux et les forêts aléatoires tournent dans un Python à part, avec TensorFlow, pour que les bibliothèques de QGIS ne soient jamais touchées.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Installer&lt;/b&gt; crée ce Python dans le dossier de votre profil QGIS ; aucun droit d'administrateur n'est nécessaire. Le journal dit d'avance combien est téléchargé et combien de temps cela prend. Le proxy et les certificats sont ceux de QGIS. Annuler laisse tout comme avant ; ce qui a été téléchargé est gardé pour l'essai suivant.&lt;/p&gt;&lt;p&gt;Le rapport peut être collé dans un signalement d'anomalie : votre dossier personnel et votre nom y sont masqués.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;First each pixel gets the class found most often around it (RADIUS). Then each connected area that is too small (MIN_AREA) gets the class with which it has the longest border, of areas that are large enough; pixels are connected by their sides. Areas are measured on the ellipsoid, and each counts whole, however large the map.&lt;/p&gt;&lt;p&gt;With CLASSES only pixels and areas of these classes change, and HOLES fills what lies wholly inside one of them. With a mask the map changes only inside it.&lt;/p&gt;&lt;p&gt;Pixels without data, masked or unsure stay as they are: nothing is merged into them, and an area that touches nothing else stays, however small. The log says for each class how many areas went and how many hectares it lost and won.&lt;/p&gt;</source>
   <translation>&lt;p&gt;D'abord, chaque pixel prend la classe la plus fréquente autour de lui (RADIUS). Puis chaque zone connexe trop petite (MIN_AREA) prend la classe avec laquelle elle a la plus longue frontière, parmi les zones assez grandes ; les pixels se touchent par leurs côtés. Les surfaces sont mesurées sur l'ellipsoïde, et chaque zone compte en entier, si grande que soit la carte.&lt;/p&gt;&lt;p&gt;Avec CLASSES, seuls les pixels et les zones de ces classes changent, et HOLES comble ce qui est entièrement à l'intérieur de l'une d'elles. Avec un masque, la carte ne change qu'à l'intérieur.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée, masqués ou incertains restent tels quels : rien n'y est fusionné, et une zone qui ne touche rien d'autre reste, si petite soit-elle. Le journal dit pour chaque classe combien de zones ont disparu et combien d'hectares elle a perdus et gagnés.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;For images whose classes differ in texture: a median of 3 x 3 pixels takes the noise away, four measures of texture in a window are added to its bands as bands of their own, and the model learns from all of them. The image of bands is an output, too: a map of another image needs the same steps before it.&lt;/p&gt;&lt;p&gt;It is a model of QGIS's model designer and comes with the plugin: open its file there (resources/models in the plugin's folder) to see its steps, change them and save it as your own.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Pour les images dont les classes diffèrent par la texture : une médiane de 3 x 3 pixels ôte le bruit, quatre mesures de la texture dans une fenêtre s'ajoutent comme bandes, et le modèle apprend de toutes. L'image de ces bandes est aussi un résultat : la carte d'une autre image demande d'abord les mêmes étapes.&lt;/p&gt;&lt;p&gt;C'est un modèle du modeleur de QGIS, fourni avec l'extension : ouvrez-y son fichier (resources/models dans le dossier de l'extension) pour voir ses étapes, les changer et l'enregistrer comme le vôtre.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;For maps of classes, which keep their names and colours: single pixels go, borders become smooth. Among values found equally often the pixel keeps its own, or else takes the least. Maps of few classes are quickest; wide circles on images of many values take longest.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Pour les cartes de classes, qui gardent leurs noms et leurs couleurs : les pixels isolés disparaissent, les limites deviennent régulières. Entre des valeurs aussi fréquentes l'une que l'autre, le pixel garde la sienne, ou à défaut prend la plus petite. Les cartes à peu de classes sont les plus rapides ; de grands cercles sur des images à nombreuses valeurs sont les plus longs.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Give a layer of the project or an address, the part that is wanted (an extent, or polygons such as your labels: then squares of 64 pixels around them are fetched, and the rest has no data), and the size of a pixel. A model maps images of the pixel size that it was trained on.&lt;/p&gt;&lt;p&gt;The log first says how many pixels and pictures that takes, how much disk and, for large images, how long; DRY_RUN says it and writes nothing. Few pictures are asked for at a time (REQUESTS), again after a while where the service is busy, and as late as it asks. With RESUME finished parts are kept beside the image, and the same run goes on with them.&lt;/p&gt;&lt;p&gt;Where the service has no image, pixels have no data. What it shrinks, enlarges, leaves out or answers with words is said. Tiles whose pixels have the size that is wanted, in their own CRS, are taken as they are; others are resampled.&lt;/p&gt;&lt;p&gt;Keys and passwords belong into QGIS's authentication (AUTHENTICATION, or that of the layer): records and logs never have them. Most services have terms of use: read them before you fetch much.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Donnez une couche du projet ou une adresse, la partie voulue (une emprise, ou des polygones comme vos étiquettes : des carrés de 64 pixels autour d'eux sont alors téléchargés, et le reste est sans données) et la taille d'un pixel. Un modèle cartographie les images qui ont la taille de pixel de son entraînement.&lt;/p&gt;&lt;p&gt;Le journal dit d'abord combien de pixels et d'images partielles il faut, combien de disque et, pour les grandes images, combien de temps ; DRY_RUN le dit et n'écrit rien. Peu de requêtes partent à la fois (REQUESTS), à nouveau après un moment quand le service est occupé, et aussi tard qu'il le demande. Avec RESUME, les parties finies sont gardées à côté de l'image, et la même exécution reprend avec elles.&lt;/p&gt;&lt;p&gt;Là où le service n'a pas d'image, les pixels sont sans données. Ce qu'il réduit, agrandit, omet ou répond par des mots est dit. Les tuiles dont les pixels ont la taille voulue, dans leur propre SCR, sont prises telles quelles ; les autres sont rééchantillonnées.&lt;/p&gt;&lt;p&gt;Les clés et mots de passe vont dans l'authentification de QGIS (AUTHENTICATION, ou celle de la couche) : les fiches et les journaux ne les contiennent jamais. La plupart des services ont des conditions d'utilisation : lisez-les avant de beaucoup télécharger.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Give the size of a pixel that the model was trained on, in map units of the layer. Services have terms of use: read them before you fetch much.&lt;/p&gt;&lt;p&gt;It is a model of QGIS's model designer and comes with the plugin: open its file there (resources/models in the plugin's folder) to see its steps, change them and save it as your own.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Donnez la taille de pixel de l'entraînement du modèle, en unités de la couche. Les services ont des conditions d'utilisation : lisez-les avant de beaucoup télécharger.&lt;/p&gt;&lt;p&gt;C'est un modèle du modeleur de QGIS, fourni avec l'extension : ouvrez-y son fichier (resources/models dans le dossier de l'extension) pour voir ses étapes, les changer et l'enregistrer comme le vôtre.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Integers give unsigned integers of the same size, which hold every difference.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les entiers donnent des entiers non signés de même taille, où tient toute différence.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;It is above 0 in dark spots and beside bright edges, below 0 in bright spots. A neighbour without data counts as equal to the pixel itself. Results are float32, for images of float64 or 32-bit integers float64.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le résultat est supérieur à 0 dans les taches sombres et à côté des contours clairs, inférieur à 0 dans les taches claires. Un voisin sans donnée compte comme égal au pixel lui-même. Les résultats sont en float32, ou en float64 pour les images en float64 ou en entiers de 32 bits.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;It is that of the window as the whole population (divided by the number of pixels). Integers of 8 and 16 bits are summed exactly. Float values are summed in float64: a deviation below a ten-millionth of the values cannot be told from rounding and is given as 0. With a square the time hardly depends on the radius.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;C'est celui de la fenêtre prise comme population entière (division par le nombre de pixels). Les entiers de 8 et 16 bits sont sommés exactement. Les valeurs flottantes sont sommées en float64 : un écart-type inférieur à un dix-millionième des valeurs ne se distingue pas de l'arrondi et vaut 0. Avec un carré, le temps ne dépend guère du rayon.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Looks for invalid and missing geometries, overlaps of different classes, polygons drawn twice, off the image, on pixels without data or too small for a patch, features without class, codes that no map can hold, names and codes that contradict each other, classes with few groups or little area, and training polygons beside those that judge them.&lt;/p&gt;&lt;p&gt;Each problem has a kind, a severity (error or warning), the class, the feature's id and an advice. Nothing is changed in the labels.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Recherche les géométries invalides ou absentes, les superpositions de classes différentes, les polygones dessinés deux fois, hors de l'image, sur des pixels sans donnée ou trop petits pour une imagette, les entités sans classe, les codes qu'aucune carte n'accepte, les noms et les codes qui se contredisent, les classes avec peu de groupes ou peu de surface, et les polygones d'apprentissage voisins de ceux qui les évaluent.&lt;/p&gt;&lt;p&gt;Chaque problème a un type, une gravité (erreur ou avertissement), la classe, l'identifiant de l'entité et un conseil. Rien n'est changé dans les étiquettes.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Pixels of one class that touch by their sides are one polygon. Borders are simplified (TOLERANCE) once for both neighbours, and no two of them cross afterwards: what had no gap and no overlap has none in the end.&lt;/p&gt;&lt;p&gt;Areas smaller than MIN_AREA are merged into a neighbour first, as 'Clean map' does; those that have none are left out. With CLASSES only areas of these become polygons.&lt;/p&gt;&lt;p&gt;The fields: class, the code; name; area_ha, the hectares of the polygon on the ellipsoid; confidence, the mean of its pixels, where a confidence raster is given. Pixels without data, masked or unsure become no polygons.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les pixels d'une même classe qui se touchent par leurs côtés forment un polygone. Les limites sont simplifiées (TOLERANCE) une seule fois pour les deux voisins, et ne se croisent pas ensuite : ce qui n'avait ni trou ni recouvrement n'en a pas à la fin.&lt;/p&gt;&lt;p&gt;Les zones plus petites que MIN_AREA sont d'abord fusionnées avec une voisine, comme le fait « Nettoyer une carte » ; celles qui n'en ont pas sont laissées de côté. Avec CLASSES, seules les zones de ces classes deviennent des polygones.&lt;/p&gt;&lt;p&gt;Les champs : class, le code ; name ; area_ha, les hectares du polygone sur l'ellipsoïde ; confidence, la moyenne de ses pixels, si un raster de confiance est donné. Les pixels sans donnée, masqués ou incertains ne deviennent pas des polygones.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Pixels without data have no weight. Results are float32, for images of float64 or 32-bit integers float64. The time grows with sigma, not with its square.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les pixels sans donnée n'ont aucun poids. Les résultats sont en float32, ou en float64 pour les images en float64 ou en entiers de 32 bits. Le temps croît avec sigma, non avec son carré.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Places are chosen together: where the likeliest two classes are nearly as likely, where the image looks like nothing that is labelled, and where much of the image looks alike; no two that are alike. Label them, and ask again with the labels.&lt;/p&gt;&lt;p&gt;Give the labels there are, a model of other images, or both. A model counts as a few polygons of each class, less the more labels there are, and not at all where labels contradict it. Without either, places are chosen by what the image looks like alone. An empty label layer is as good as none.&lt;/p&gt;&lt;p&gt;Nothing is suggested in labels or beside them, outside the mask or the extent, or where the image has no data. The fields: rank, 1 first; reason; guess, the likeliest class, its probability, and the second; share, the percentage of the area that is most like the place; state, which the panel 'Where to label' fills in.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les lieux sont choisis ensemble : là où les deux classes les plus probables sont presque à égalité, là où l'image ne ressemble à rien d'étiqueté, et là où une grande part de l'image se ressemble ; jamais deux lieux semblables. Étiquetez-les, puis demandez-en d'autres avec ces étiquettes.&lt;/p&gt;&lt;p&gt;Donnez les étiquettes existantes, un modèle d'autres images, ou les deux. Un modèle compte comme quelques polygones de chaque classe, d'autant moins qu'il y a plus d'étiquettes, et pas du tout là où des étiquettes le contredisent. Sans l'un ni l'autre, les lieux sont choisis d'après le seul aspect de l'image. Une couche d'étiquettes vide équivaut à aucune.&lt;/p&gt;&lt;p&gt;Rien n'est suggéré dans les étiquettes ou à côté d'elles, hors du masque ou de l'emprise, ni là où l'image n'a pas de données. Les champs : rank, le rang, à partir de 1 ; reason, la raison ; guess, la classe la plus probable, sa probabilité, et la deuxième ; share, le pourcentage de la surface qui ressemble le plus à ce lieu ; state, que le panneau « Où étiqueter » remplit.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Points lie in the middle of pixels and none is drawn twice; the same seed draws the same points. Pixels without data are left out, and so are the values 254 (unsure) and 255 (masked) where the map does not name them: areas are then those of the rest.&lt;/p&gt;&lt;p&gt;Open the points in the panel 'Review mistakes': it leads from point to point, one key names the class, and the map's own class stays hidden, so that it does not sway you. Look at the image, better at one of finer pixels or at the place itself. Then give the points to 'Assess map' as its reference.&lt;/p&gt;&lt;p&gt;The fields: point, a number in random order; stratum and name, the class that the map has there; weight, the hectares that the point stands for; reference, empty, for the class that you see; state, 'unclear' where nobody can tell.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les points sont au centre des pixels et aucun n'est tiré deux fois ; la même graine tire les mêmes points. Les pixels sans donnée sont laissés de côté, de même que les valeurs 254 (incertain) et 255 (masqué) si la carte ne les nomme pas : les surfaces sont alors celles du reste.&lt;/p&gt;&lt;p&gt;Ouvrez les points dans le panneau « Revoir les erreurs » : il mène de point en point, une touche nomme la classe, et la classe de la carte reste cachée pour ne pas vous influencer. Regardez l'image, mieux encore une image plus fine ou le lieu même. Donnez ensuite les points à « Évaluer une carte » comme référence.&lt;/p&gt;&lt;p&gt;Les champs : point, un numéro dans un ordre aléatoire ; stratum et name, la classe de la carte à cet endroit ; weight, les hectares que le point représente ; reference, vide, pour la classe que vous voyez ; state, 'unclear' si personne ne peut le dire.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Results are float32, for images of float64 or 32-bit integers float64. Integers are summed exactly. With a square the time hardly depends on the radius.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les résultats sont en float32, ou en float64 pour les images en float64 ou en entiers de 32 bits. Les entiers sont sommés exactement. Avec un carré, le temps ne dépend guère du rayon.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Results keep the image's type; what goes beyond its range is held at the range's end.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les résultats gardent le type de l'image ; ce qui dépasse sa plage de valeurs est ramené à la limite de celle-ci.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The file defines &lt;code&gt;process(block)&lt;/code&gt;. &lt;code&gt;block.data&lt;/code&gt; holds the pixels of the first image as a NumPy array (rows, columns, bands), &lt;code&gt;block.arrays&lt;/code&gt; those of every image, &lt;code&gt;block.valid&lt;/code&gt; (rows, columns) says which pixels have data; without data they are 0. It returns an array (rows, columns) or (rows, columns, bands) of the same size.&lt;/p&gt;&lt;p&gt;With a halo the block is that many pixels larger on every side, for functions that look at neighbours; what is returned for the halo is cut off.&lt;/p&gt;&lt;p&gt;The function runs in a Python of its own, in threads, in processes or on a Dask cluster: it may crash without harm to QGIS. Run files you trust only: they can do all that you can do.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le fichier définit &lt;code&gt;process(block)&lt;/code&gt;. &lt;code&gt;block.data&lt;/code&gt; contient les pixels de la première image dans un tableau NumPy (lignes, colonnes, bandes), &lt;code&gt;block.arrays&lt;/code&gt; ceux de chaque image ; &lt;code&gt;block.valid&lt;/code&gt; (lignes, colonnes) dit quels pixels ont des données ; sans donnée, ils valent 0. La fonction renvoie un tableau (lignes, colonnes) ou (lignes, colonnes, bandes) de même taille.&lt;/p&gt;&lt;p&gt;Avec une marge, le bloc est plus grand d'autant de pixels de chaque côté, pour les fonctions qui regardent le voisinage ; ce qui est renvoyé pour la marge est coupé.&lt;/p&gt;&lt;p&gt;La fonction tourne dans un Python à part, dans des fils d'exécution, des processus ou un cluster Dask : elle peut s'arrêter brutalement sans dommage pour QGIS. N'exécutez que des fichiers de confiance : ils peuvent faire tout ce que vous pouvez faire.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The formats: &lt;b&gt;class folders&lt;/b&gt;, a folder for each class (poplar/a.tif), also below train, valid and test, which then say the split; &lt;b&gt;block names&lt;/b&gt;, files such as block_12_3.png, where 3 is the class; &lt;b&gt;auto&lt;/b&gt; sees which it is. Images are TIFF, PNG, JPEG, JPEG 2000 or BMP. Where there is a folder train but none for validation, the validation share is drawn out of it.&lt;/p&gt;&lt;p&gt;Images that are a few pixels off are cut or resampled, others that differ left out, if you choose so (DIFFERING); otherwise all of them are named.&lt;/p&gt;&lt;p&gt;Names of folders become names of classes, numbered from 1; whole numbers from 1 to 254 stay the codes of their classes.&lt;/p&gt;&lt;p&gt;Scores may flatter: images of one place belong on one side, training or validation, and a folder seldom says which belong together. Names like stand12_1.tif, stand12_2.tif do, if each class has two or more such groups; otherwise each file is a group. GeoTIFFs of the training side that overlap a validation image are left out.&lt;/p&gt;&lt;p&gt;What 'Export patches' wrote comes back with its classes, bands, split and places, and with its groups and folds from the list of the format csv.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les formats : &lt;b&gt;class folders&lt;/b&gt;, un dossier par classe (poplar/a.tif), aussi sous train, valid et test, qui donnent alors la répartition ; &lt;b&gt;block names&lt;/b&gt;, des fichiers comme block_12_3.png, où 3 est la classe ; &lt;b&gt;auto&lt;/b&gt; reconnaît lequel c'est. Les images sont en TIFF, PNG, JPEG, JPEG 2000 ou BMP. S'il y a un dossier train mais aucun pour la validation, la part de validation en est tirée.&lt;/p&gt;&lt;p&gt;Les images qui s'écartent de quelques pixels sont recadrées ou rééchantillonnées, les autres qui diffèrent sont écartées, si vous le choisissez (DIFFERING) ; sinon elles sont toutes nommées.&lt;/p&gt;&lt;p&gt;Les noms des dossiers deviennent les noms des classes, numérotées à partir de 1 ; les nombres entiers de 1 à 254 restent les codes de leurs classes.&lt;/p&gt;&lt;p&gt;Les scores peuvent être trop optimistes : les images d'un même lieu doivent aller du même côté, apprentissage ou validation, et un dossier dit rarement lesquelles vont ensemble. Des noms comme stand12_1.tif, stand12_2.tif le disent, si chaque classe a au moins deux de ces groupes ; sinon chaque fichier est un groupe. Les GeoTIFF d'apprentissage qui recouvrent une image de validation sont écartés.&lt;/p&gt;&lt;p&gt;Ce que « Exporter des imagettes » a écrit revient avec ses classes, bandes, répartition et positions, et avec ses groupes et plis grâce à la liste du format csv.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The formats: &lt;b&gt;geotiff&lt;/b&gt;, GeoTIFFs that know their place, with all bands in the image's own type; &lt;b&gt;png&lt;/b&gt;, for 1, 3 or 4 bands of 8 or 16 bits; &lt;b&gt;csv&lt;/b&gt;, GeoTIFFs and a list of them with class, group and place; &lt;b&gt;coco&lt;/b&gt;, PNGs and for each split a JSON list as COCO has it, each annotation a whole patch.&lt;/p&gt;&lt;p&gt;A file such as train/poplar/000123.tif has the number of its patch in the footprints. Keras reads the PNGs with keras.utils.image_dataset_from_directory(OUTPUT/train).&lt;/p&gt;&lt;p&gt;'Import patches' makes the same dataset of the files again. Only the list of the format csv brings groups and folds back. An older export in the folder is replaced; any other folder that is not empty is refused.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les formats : &lt;b&gt;geotiff&lt;/b&gt;, des GeoTIFF géoréférencés, avec toutes les bandes dans le type de l'image ; &lt;b&gt;png&lt;/b&gt;, pour 1, 3 ou 4 bandes de 8 ou 16 bits ; &lt;b&gt;csv&lt;/b&gt;, des GeoTIFF et leur liste avec classe, groupe et position ; &lt;b&gt;coco&lt;/b&gt;, des PNG et, pour chaque sous-ensemble, une liste JSON au format COCO, où chaque annotation est une imagette entière.&lt;/p&gt;&lt;p&gt;Un fichier comme train/poplar/000123.tif porte le numéro de son imagette dans les emprises. Keras lit les PNG avec keras.utils.image_dataset_from_directory(OUTPUT/train).&lt;/p&gt;&lt;p&gt;« Importer des imagettes » refait le même jeu à partir des fichiers. Seule la liste du format csv rapporte les groupes et les plis. Un export plus ancien dans le dossier est remplacé ; tout autre dossier non vide est refusé.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The greatest value in the window of what are the least values in theirs (erosion, then dilation); everything else keeps its value. With a square the time hardly depends on the radius.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le maximum, dans la fenêtre, des minimums calculés autour de chacun de ses pixels (érosion, puis dilatation) ; tout le reste garde sa valeur. Avec un carré, le temps ne dépend guère du rayon.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The image is compared with waves under a bell curve. The strength is that of waves of the given length, in the image's own units (half of the difference between crest and trough), wherever crests lie; 0 in uniform areas. With several directions the strongest counts, and a second band says along which the rows lie, in degrees clockwise from the top of the image. Pixels without data have no weight. Results are float32, for images of float64 or 32-bit integers float64.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;L'image est comparée à des ondes sous une courbe en cloche. L'intensité est celle des ondes de la longueur donnée, dans l'unité de l'image (la moitié de la différence entre crête et creux), où que soient les crêtes ; 0 dans les zones uniformes. Avec plusieurs directions, la plus forte compte, et une seconde bande dit dans quelle direction courent les rangs, en degrés dans le sens horaire depuis le haut de l'image. Les pixels sans donnée n'ont aucun poids. Les résultats sont en float32, ou en float64 pour les images en float64 ou en entiers de 32 bits.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The images are called a, b, c … in the order in which they are listed, their bands a1, a2 … A letter alone stands for all bands of its image. The log names them and shows a preview before the work begins.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;&lt;code&gt;(a4 - a1) / (a4 + a1)&lt;/code&gt;: a vegetation index (NDVI) of an image whose band 1 is red and band 4 near infrared&lt;/li&gt;&lt;li&gt;&lt;code&gt;ndvi = (a4 - a1) / (a4 + a1); grey = mean(a)&lt;/code&gt;: two bands with names&lt;/li&gt;&lt;li&gt;&lt;code&gt;a / 255&lt;/code&gt;: all bands, from 0 to 1&lt;/li&gt;&lt;li&gt;&lt;code&gt;(a1 &amp;gt; 100) &amp;amp; (b1 &amp;gt; 5)&lt;/code&gt;: 1 where both hold, 0 elsewhere&lt;/li&gt;&lt;li&gt;&lt;code&gt;1 if b1 &amp;gt; 5 else 2 if b1 &amp;gt; 1 else 3&lt;/code&gt;: classes by a second image&lt;/li&gt;&lt;/ul&gt;&lt;p&gt;Signs: + - * / // % **, &amp;lt; &amp;lt;= &amp;gt; &amp;gt;= == !=, and, or, not, &amp;amp; | ~. Functions: abs, sqrt, exp, log (natural), log10, sin, cos, tan, arcsin, arccos, arctan, arctan2, floor, ceil, round, clip(x, low, high), where(condition, x, y), isnan, isfinite; min, max, sum and mean of several values, or of all bands of one image. Constants: pi, nodata.&lt;/p&gt;&lt;p&gt;A pixel has no value where a band that is used has none, or where the result is not a finite number, as after a division by 0. Images on other grids are aligned with &lt;i&gt;Warp (reproject)&lt;/i&gt; first.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les images s'appellent a, b, c … dans l'ordre de la liste, leurs bandes a1, a2 … Une lettre seule désigne toutes les bandes de son image. Le journal les nomme et montre un aperçu avant le début du travail.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;&lt;code&gt;(a4 - a1) / (a4 + a1)&lt;/code&gt; : un indice de végétation (NDVI) d'une image dont la bande 1 est le rouge et la bande 4 le proche infrarouge&lt;/li&gt;&lt;li&gt;&lt;code&gt;ndvi = (a4 - a1) / (a4 + a1); grey = mean(a)&lt;/code&gt; : deux bandes avec un nom&lt;/li&gt;&lt;li&gt;&lt;code&gt;a / 255&lt;/code&gt; : toutes les bandes, de 0 à 1&lt;/li&gt;&lt;li&gt;&lt;code&gt;(a1 &amp;gt; 100) &amp;amp; (b1 &amp;gt; 5)&lt;/code&gt; : 1 là où les deux sont vrais, 0 ailleurs&lt;/li&gt;&lt;li&gt;&lt;code&gt;1 if b1 &amp;gt; 5 else 2 if b1 &amp;gt; 1 else 3&lt;/code&gt; : des classes d'après une deuxième image&lt;/li&gt;&lt;/ul&gt;&lt;p&gt;Signes : + - * / // % **, &amp;lt; &amp;lt;= &amp;gt; &amp;gt;= == !=, and, or, not, &amp;amp; | ~. Fonctions : abs, sqrt, exp, log (naturel), log10, sin, cos, tan, arcsin, arccos, arctan, arctan2, floor, ceil, round, clip(x, low, high), where(condition, x, y), isnan, isfinite ; min, max, sum et mean de plusieurs valeurs, ou de toutes les bandes d'une image. Constantes : pi, nodata.&lt;/p&gt;&lt;p&gt;Un pixel n'a pas de valeur là où une bande utilisée n'en a pas, ou si le résultat n'est pas un nombre fini, comme après une division par 0. Les images sur d'autres grilles sont d'abord à aligner avec &lt;i&gt;Projection (warp)&lt;/i&gt;.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The layer is a GeoPackage in the coordinate reference system of the image. Its fields: class (the code), name, group (its own for each polygon, until you give several the same), created_by and created_at; all but the class fill themselves in.&lt;/p&gt;&lt;p&gt;Classes are rows of code (1 to 254), name and colour (#rrggbb or a name such as green; one is chosen where it is empty). The style is kept in the file.&lt;/p&gt;</source>
   <translation>&lt;p&gt;La couche est un GeoPackage dans le système de coordonnées de référence de l'image. Ses champs : class (le code), name, group (propre à chaque polygone, tant que vous ne donnez pas le même à plusieurs), created_by et created_at ; tous sauf class se remplissent seuls.&lt;/p&gt;&lt;p&gt;Les classes sont des lignes avec code (1 à 254), nom et couleur (#rrggbb ou un nom comme green ; une couleur est choisie si la case est vide). Le style est conservé dans le fichier.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The least value in the window of what are the greatest values in theirs (dilation, then erosion); everything else keeps its value. With a square the time hardly depends on the radius.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le minimum, dans la fenêtre, des maximums calculés autour de chacun de ses pixels (dilatation, puis érosion) ; tout le reste garde sa valeur. Avec un carré, le temps ne dépend guère du rayon.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The matrix is laid over the image as it is typed, its middle on the pixel (a correlation). Where some pixels have no data: if no weight is below 0 the others' weights are raised to the same sum, else the pixel itself stands in for them. Results are float32, for images of float64 or 32-bit integers float64.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;La matrice est posée sur l'image telle qu'elle est saisie, son centre sur le pixel (une corrélation). Si certains pixels n'ont pas de données : quand aucun poids n'est négatif, les poids des autres sont relevés jusqu'à la même somme, sinon le pixel lui-même les remplace. Les résultats sont en float32, ou en float64 pour les images en float64 ou en entiers de 32 bits.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The model is one .keras file that carries its classes, bands, scaling and scores. The report begins with a verdict on the class of interest, and shows the scores of each class with their ranges, the confusion matrix and the learning curves. The learning rate falls to 0 over the epochs (SCHEDULE: or rises first, or stays), and the last one is kept; with a patience, training ends early and the epoch with the best validation macro F1 is kept.&lt;/p&gt;&lt;p&gt;Once scored, the model learns anew from all patches, those of the validation too (REFIT): it is then better than its scores, which stay those of the first, and takes twice the time. Patches marked for test are never learned from.&lt;/p&gt;&lt;p&gt;A quick random forest is trained and scored first, on the same patches: a network that does not beat it is not worth its time, which the first steps of the training tell.&lt;/p&gt;&lt;p&gt;Balance of classes: 'batches' shows each equally often, 'undersample' leaves patches out until each has as many as the rarest, 'weights' makes rare ones count more, 'focal' what the network is not yet sure of.&lt;/p&gt;&lt;p&gt;A training that is cancelled or breaks off leaves the best epoch so far beside the output (.unfinished.keras), a model that works; run it again with the same settings to go on.&lt;/p&gt;&lt;p&gt;A model to start from (WEIGHTS) is of the same kind; its classes and bands may differ.&lt;/p&gt;&lt;p&gt;Runs in a Python of its own with TensorFlow: see 'Check installation'.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le modèle est un fichier .keras unique qui contient ses classes, ses bandes, sa mise à l'échelle et ses scores. Le rapport commence par un verdict sur la classe d'intérêt et montre les scores de chaque classe avec leurs intervalles, la matrice de confusion et les courbes d'apprentissage. Le taux d'apprentissage décroît jusqu'à 0 au fil des époques (SCHEDULE : ou croît d'abord, ou reste fixe), et la dernière époque est gardée ; avec une patience, l'apprentissage s'arrête tôt et l'époque au meilleur F1 moyen (macro F1) de validation est gardée.&lt;/p&gt;&lt;p&gt;Une fois évalué, le modèle réapprend sur toutes les imagettes, celles de validation comprises (REFIT) : il est alors meilleur que ses scores, qui restent ceux du premier, et prend deux fois plus de temps. Les imagettes marquées pour le test ne servent jamais à l'apprentissage.&lt;/p&gt;&lt;p&gt;Une forêt aléatoire rapide est d'abord entraînée et évaluée, sur les mêmes imagettes : un réseau qui ne la bat pas ne vaut pas le temps qu'il prend, et les premiers pas de l'apprentissage annoncent ce temps.&lt;/p&gt;&lt;p&gt;Équilibre des classes : 'batches' présente chacune aussi souvent que les autres, 'undersample' écarte des imagettes jusqu'à ce que chacune en ait autant que la plus rare, 'weights' donne plus de poids aux rares, 'focal' à ce dont le réseau n'est pas encore sûr.&lt;/p&gt;&lt;p&gt;Un entraînement annulé ou interrompu laisse la meilleure époque atteinte à côté de la sortie (.unfinished.keras), un modèle utilisable ; relancez-le avec les mêmes réglages pour continuer.&lt;/p&gt;&lt;p&gt;Un modèle de départ (WEIGHTS) doit être du même type ; ses classes et ses bandes peuvent différer.&lt;/p&gt;&lt;p&gt;Tourne dans un Python à part, avec TensorFlow : voir « Vérifier l'installation ».&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The output folder is what 'Train model' reads. The footprints layer shows every candidate, kept or not, and why; the contact sheet shows examples of each class.&lt;/p&gt;&lt;p&gt;Patches of the training side that overlap a validation patch, or lie within the buffer of one, are left out: otherwise the score would flatter.&lt;/p&gt;&lt;p&gt;A background class (advanced) is drawn by lot where no polygon lies, as far as there is data and the mask allows it; then one labelled class is enough. Make sure that none of the labelled classes is common outside the polygons.&lt;/p&gt;&lt;p&gt;Where pixels are coarse or polygons small, take patches around labelled pixels (advanced), for the architecture pixel_forest: each pixel of a polygon gives one. Of very many 20 000 are taken, from all groups alike.&lt;/p&gt;&lt;p&gt;More images may share the labels, such as other dates or neighbouring sheets, if they have the same bands, type and size of pixels. A place that several images show counts as one: it trains or judges, never both.&lt;/p&gt;&lt;p&gt;Patches can be added to an older dataset (advanced): classes, groups and sides are those that it has, new classes come after them, and it stays as it is if anything fails.&lt;/p&gt;&lt;p&gt;Fields: the class field holds texts or whole numbers from 1 to 254. A split field (texts train, valid, test), such as 'Split labels' writes, decides the split; without it whole groups are drawn by the validation share. A fold field, which it writes, too, is kept for 'Cross-validate'.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le dossier de sortie est ce que lit « Entraîner un modèle ». La couche des emprises montre chaque imagette candidate, gardée ou non, et pourquoi ; la planche-contact montre des exemples de chaque classe.&lt;/p&gt;&lt;p&gt;Les imagettes d'apprentissage qui recouvrent une imagette de validation, ou se trouvent dans le tampon d'une telle imagette, sont écartées : sinon le score serait trop optimiste.&lt;/p&gt;&lt;p&gt;Une classe de fond (avancé) est tirée au sort là où il n'y a pas de polygone, pourvu qu'il y ait des données et que le masque le permette ; une seule classe étiquetée suffit alors. Assurez-vous qu'aucune des classes étiquetées n'est fréquente hors des polygones.&lt;/p&gt;&lt;p&gt;Si les pixels sont grands ou les polygones petits, prenez des imagettes autour des pixels étiquetés (avancé), pour l'architecture pixel_forest : chaque pixel d'un polygone en donne une. S'il y en a vraiment beaucoup, 20 000 sont prises, à parts égales dans tous les groupes.&lt;/p&gt;&lt;p&gt;D'autres images peuvent partager les étiquettes, par exemple d'autres dates ou des feuilles voisines, si elles ont les mêmes bandes, le même type et la même taille de pixel. Un lieu visible sur plusieurs images compte pour un : il sert à l'apprentissage ou à l'évaluation, jamais aux deux.&lt;/p&gt;&lt;p&gt;Des imagettes peuvent être ajoutées à un jeu plus ancien (avancé) : ses classes, groupes et sous-ensembles restent les siens, les nouvelles classes viennent après, et il reste intact si quelque chose échoue.&lt;/p&gt;&lt;p&gt;Champs : le champ de classe contient des textes ou des entiers de 1 à 254. Un champ de répartition (textes train, valid, test), comme l'écrit « Répartir les étiquettes », décide de la répartition ; sans lui, des groupes entiers sont tirés selon la part de validation. Un champ de pli, qu'il écrit aussi, est conservé pour « Validation croisée ».&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The output has a field 'split' (train, valid, test) that 'Extract patches' takes. Polygons that share a value of the group field stay together; the same seed gives the same split, whatever the order of the polygons.&lt;/p&gt;&lt;p&gt;Give the image: training polygons then lose what lies nearer to a validation or test polygon than the diagonal of a patch, and validation polygons what lies that near to a test polygon. Polygons that this takes whole have no split. A buffer of your own is in metres, whatever the coordinate reference system; 0 is none.&lt;/p&gt;&lt;p&gt;Where a class has fewer than three polygons, or such unequal ones that they count for no more, the large ones are cut into blocks, if they are long enough and no group field holds them together: features of their own, with the same values.&lt;/p&gt;&lt;p&gt;The method 'blocks' sends all that lies in a square block to one side: for labels that lie close together. With folds, a field 'fold' (1, 2, …) deals the polygons of training and validation out for a cross-validation.&lt;/p&gt;&lt;p&gt;Points count as the pixels that they lie in, so they need the image, and stay points.&lt;/p&gt;</source>
   <translation>&lt;p&gt;La sortie a un champ 'split' (train, valid, test) que prend « Extraire des imagettes ». Les polygones qui ont la même valeur dans le champ de groupe restent ensemble ; la même graine donne la même répartition, quel que soit l'ordre des polygones.&lt;/p&gt;&lt;p&gt;Donnez l'image : les polygones d'apprentissage perdent alors ce qui est plus proche d'un polygone de validation ou de test que la diagonale d'une imagette, et les polygones de validation ce qui est aussi proche d'un polygone de test. Les polygones qui disparaissent ainsi en entier n'ont pas de sous-ensemble. Un tampon choisi par vous est en mètres, quel que soit le système de coordonnées de référence ; 0 : aucun.&lt;/p&gt;&lt;p&gt;Quand une classe a moins de trois polygones, ou des polygones si inégaux qu'ils ne comptent pas pour plus, les grands sont coupés en blocs s'ils sont assez longs et qu'aucun champ de groupe ne les tient ensemble : ce sont alors des entités à part, avec les mêmes valeurs.&lt;/p&gt;&lt;p&gt;La méthode 'blocks' envoie du même côté tout ce qui se trouve dans un bloc carré : pour des étiquettes proches les unes des autres. Avec des plis, un champ 'fold' (1, 2, …) distribue les polygones d'apprentissage et de validation pour une validation croisée.&lt;/p&gt;&lt;p&gt;Les points comptent comme les pixels où ils se trouvent ; il leur faut donc l'image, et ils restent des points.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The output has your polygons with all their fields, and more: majority and majority_name, the class that covers most; confidence, the mean of its pixels that have a class, where a confidence raster is given; mapped_ha, the hectares of its pixels on the map; unclassified_pct, the percentage of these without a class (no data, masked, unsure); and for each class its hectares (poplar_ha) and its percentage of mapped_ha (poplar_pct).&lt;/p&gt;&lt;p&gt;A pixel counts in a zone where its centre lies inside, unless ALL_TOUCHED says otherwise. Hectares are measured on the ellipsoid. Zones may have another coordinate reference system and may overlap: each counts whole. Zones off the map, and those that hold no pixel, have empty fields; the log says how many.&lt;/p&gt;</source>
   <translation>&lt;p&gt;La sortie contient vos polygones avec tous leurs champs, et en plus : majority et majority_name, la classe qui couvre le plus ; confidence, la moyenne de ses pixels qui ont une classe, si un raster de confiance est donné ; mapped_ha, les hectares de ses pixels sur la carte ; unclassified_pct, le pourcentage de ceux-ci sans classe (nodata, masqué, incertain) ; et pour chaque classe ses hectares (poplar_ha) et son pourcentage de mapped_ha (poplar_pct).&lt;/p&gt;&lt;p&gt;Un pixel compte dans une zone si son centre est à l'intérieur, sauf si ALL_TOUCHED dit autrement. Les hectares sont mesurés sur l'ellipsoïde. Les zones peuvent avoir un autre système de coordonnées et se recouvrir : chacune compte en entier. Les zones hors de la carte, et celles qui ne contiennent aucun pixel, ont des champs vides ; le journal dit combien.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The patches tell what the file does not: bands, pixel size and classes. Extract them as the network was trained, with its patch size and bands, labelled with exactly its classes. A network for patches of any size is fixed to theirs.&lt;/p&gt;&lt;p&gt;SCALING says how the network wants its pixels: 'none' as they are in the image (also where it scales them itself), 'unit' from 0 to 1 (a byte divided by 255), 'symmetric' from -1 to 1, 'bands' with each band at mean 0 and standard deviation 1 of the training patches. If another one makes it right far more often, the log says so.&lt;/p&gt;&lt;p&gt;CLASSES names the classes in the order of the outputs, such as 'oak,poplar,meadow'; left empty it is the order of the codes.&lt;/p&gt;&lt;p&gt;A network that ends in logits gets a softmax, sigmoids are divided by their sum, and one sigmoid stands for two classes. The probabilities are calibrated on the validation patches. What the network learned from is not known here, so the scores hold only if it never saw these patches.&lt;/p&gt;&lt;p&gt;Only layers of Keras itself are taken, no code (Lambda, layers of your own). The file you give stays as it is. An old .h5 file is converted where it was made: keras.saving.load_model('net.h5', compile=False).save('net.keras').&lt;/p&gt;&lt;p&gt;Runs in a Python of its own with TensorFlow: see 'Check installation'.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les imagettes disent ce que le fichier ne dit pas : bandes, taille de pixel et classes. Extrayez-les comme pour l'entraînement du réseau, avec sa taille d'imagette et ses bandes, étiquetées avec exactement ses classes. Un réseau pour des imagettes de toute taille est fixé à la leur.&lt;/p&gt;&lt;p&gt;SCALING dit comment le réseau veut ses pixels : 'none', comme dans l'image (aussi s'il les met à l'échelle lui-même), 'unit', de 0 à 1 (un octet divisé par 255), 'symmetric', de -1 à 1, 'bands', chaque bande avec la moyenne 0 et l'écart-type 1 sur les imagettes d'apprentissage. Si une autre valeur lui donne bien plus souvent raison, le journal le dit.&lt;/p&gt;&lt;p&gt;CLASSES nomme les classes dans l'ordre des sorties, par exemple 'oak,poplar,meadow' ; vide, c'est l'ordre des codes.&lt;/p&gt;&lt;p&gt;Un réseau qui finit par des logits reçoit un softmax, des sigmoïdes sont divisées par leur somme, et une sigmoïde unique vaut pour deux classes. Les probabilités sont calibrées sur les imagettes de validation. On ignore ici sur quoi le réseau a été entraîné : les scores ne valent donc que s'il n'a jamais vu ces imagettes.&lt;/p&gt;&lt;p&gt;Seules les couches de Keras même sont admises, sans code (Lambda, couches écrites par vous). Le fichier donné reste tel quel. Un ancien fichier .h5 se convertit là où il a été créé : keras.saving.load_model('net.h5', compile=False).save('net.keras').&lt;/p&gt;&lt;p&gt;Tourne dans un Python à part, avec TensorFlow : voir « Vérifier l'installation ».&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The polygons may have another coordinate reference system: they are reprojected. Arcs are followed, invalid polygons repaired. A pixel counts as inside when its centre is.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les polygones peuvent être dans un autre système de coordonnées de référence : ils sont reprojetés. Les arcs sont suivis, les polygones invalides réparés. Un pixel est à l'intérieur quand son centre l'est.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The report holds the confusion matrix (rows reference, columns predicted) and precision, recall and F1 of each class.&lt;/p&gt;&lt;p&gt;The footprints show mistakes in red, with the class of the label and the predicted one. Fields: predicted (code), predicted_name, probability (of the predicted class), true_probability (of the class of the label), right (1 or 0), review and note (for you to fill in; a layer with reviews is never replaced).&lt;/p&gt;&lt;p&gt;To go through the most confident mistakes, and say whether the label or the model is wrong, open the panel 'Review mistakes' in the menu Plugins &gt; Poplar NN.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Le rapport contient la matrice de confusion (lignes : référence, colonnes : prédiction) ainsi que la précision, le rappel et le F1 de chaque classe.&lt;/p&gt;&lt;p&gt;Les emprises montrent les erreurs en rouge, avec la classe de l'étiquette et la classe prédite. Champs : predicted (code), predicted_name, probability (de la classe prédite), true_probability (de la classe de l'étiquette), right (1 ou 0), review et note (à remplir par vous ; une couche déjà revue n'est jamais remplacée).&lt;/p&gt;&lt;p&gt;Pour parcourir les erreurs les plus confiantes, et dire si c'est l'étiquette ou le modèle qui se trompe, ouvrez le panneau « Revoir les erreurs » dans le menu Extensions &gt; Poplar NN.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The steps of &lt;i&gt;Map classes&lt;/i&gt; one by one: the problems of the labels as a layer and a report, the labels with their split, the model with its report, the map and how sure it is.&lt;/p&gt;&lt;p&gt;It is a model of QGIS's model designer and comes with the plugin: open its file there (resources/models in the plugin's folder) to see its steps, change them and save it as your own.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les étapes de &lt;i&gt;Cartographier des classes&lt;/i&gt; une par une : les problèmes des étiquettes en couche et en rapport, les étiquettes avec leur répartition, le modèle avec son rapport, la carte et sa confiance.&lt;/p&gt;&lt;p&gt;C'est un modèle du modeleur de QGIS, fourni avec l'extension : ouvrez-y son fichier (resources/models dans le dossier de l'extension) pour voir ses étapes, les changer et l'enregistrer comme le vôtre.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;The strength of the change, or its part along the rows (eastward) or down the columns (southward), by Sobel's kernels of 3 x 3 pixels. A neighbour without data counts as equal to the pixel itself. Results are float32, for images of float64 or 32-bit integers float64.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;L'intensité de la variation, ou sa composante le long des lignes (vers l'est) ou des colonnes (vers le sud), par les noyaux de Sobel de 3 x 3 pixels. Un voisin sans donnée compte comme égal au pixel lui-même. Les résultats sont en float32, ou en float64 pour les images en float64 ou en entiers de 32 bits.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;These are the dense features that the kind of model 'deep_features' learns from, or the first principal components of them: a few bands that hold most of what the hundreds do. The image has the grid of the given one, so that both can be stacked; the pixels of a cell (4 x 4, single ones where pixels are of 5 m and more) share their values. Nothing need be installed.&lt;/p&gt;&lt;p&gt;Components are those of this image: of another one they mean something else. To classify several images alike, write all features (0).&lt;/p&gt;</source>
   <translation>&lt;p&gt;Ce sont les descripteurs profonds qu'utilise le type de modèle 'deep_features', ou leurs premières composantes principales : quelques bandes qui contiennent l'essentiel de ce que disent les centaines de descripteurs. La sortie a la grille de l'image donnée, si bien que les deux s'empilent ; les pixels d'une cellule (4 x 4, ou un seul si les pixels font 5 m et plus) partagent leurs valeurs. Rien n'est à installer.&lt;/p&gt;&lt;p&gt;Les composantes sont propres à cette image : sur une autre, elles signifient autre chose. Pour classer plusieurs images de la même façon, écrivez tous les descripteurs (0).&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Use it to learn the chain, and to test honestly: train on the labels of one scene, then map a scene drawn with another seed and compare with its truth.&lt;/p&gt;&lt;p&gt;Poplars differ from other broadleaf wood by their planting pattern, hardly by their colour.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Sert à apprendre la chaîne de traitement et à tester honnêtement : entraînez sur les étiquettes d'une scène, puis cartographiez une scène dessinée avec une autre graine et comparez avec sa vérité terrain.&lt;/p&gt;&lt;p&gt;Les peupliers se distinguent des autres feuillus par leur maillage de plantation, à peine par leur couleur.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Values are sorted into levels, and pairs of valid pixels at a distance are counted in the window: their co-occurrence matrix. Contrast and dissimilarity are high where neighbours differ, homogeneity where they resemble; energy is high where few pairs keep coming back, entropy (natural logarithm) where all are different; correlation says how well a pixel foretells its neighbour. Several directions are averaged. A window without a pair counts as uniform. The time of energy and entropy grows with the square of the number of levels.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Les valeurs sont rangées en niveaux, et les paires de pixels valides à une certaine distance sont comptées dans la fenêtre : c'est leur matrice de cooccurrence. Contraste et dissimilarité sont élevés là où les voisins diffèrent, l'homogénéité là où ils se ressemblent ; l'énergie est élevée là où peu de paires reviennent sans cesse, l'entropie (logarithme naturel) là où toutes diffèrent ; la corrélation dit à quel point un pixel annonce son voisin. Plusieurs directions sont moyennées. Une fenêtre sans aucune paire compte comme uniforme. Le temps de calcul de l'énergie et de l'entropie croît avec le carré du nombre de niveaux.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Where their number is even the median is the mean of the two in the middle, as in numpy.median; an integer output rounds it. Wide windows take hardly longer than small ones.&lt;/p&gt;&lt;p&gt;Pixels without data take no part: a window uses its valid pixels only. The image may be larger than the memory; results do not depend on blocks or threads. Where bands declare scale and offset the output shows values like the image's.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Si leur nombre est pair, la médiane est la moyenne des deux valeurs du milieu, comme dans numpy.median ; une sortie entière l'arrondit. Les grandes fenêtres ne prennent guère plus de temps que les petites.&lt;/p&gt;&lt;p&gt;Les pixels sans donnée ne comptent pas : une fenêtre n'utilise que ses pixels valides. L'image peut être plus grande que la mémoire ; les résultats ne dépendent ni des blocs ni du nombre de fils d'exécution. Si les bandes déclarent une échelle et un décalage, la sortie montre des valeurs comparables à celles de l'image.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;With few polygons, one validation set is luck; here all of them are tested on. Folds keep together whole groups (polygons), blocks of ground, or images (then one image is held out at a time), or they are those of a field of the labels ('Split labels' writes one, 'Extract patches' keeps it); patches without a fold then take no part. Training patches nearer to a test patch than the buffer are left out of that fold.&lt;/p&gt;&lt;p&gt;The report also shows what easier tests of the same network would promise: patches drawn at random, and groups however near they lie. That takes three times as long.&lt;/p&gt;&lt;p&gt;It writes no model: train one with 'Train model' on the same patches. A class that lies in one group only is always trained on and never tested.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Avec peu de polygones, un seul lot de validation tient du hasard ; ici, tous servent au test. Les plis gardent ensemble des groupes entiers (polygones), des blocs de terrain ou des images (une image est alors mise de côté à la fois), ou ce sont ceux d'un champ des étiquettes (« Répartir les étiquettes » en écrit un, « Extraire des imagettes » le conserve) ; les imagettes sans pli ne comptent alors pas. Les imagettes d'apprentissage plus proches d'une imagette de test que la distance tampon sont exclues de ce pli.&lt;/p&gt;&lt;p&gt;Le rapport montre aussi ce que promettraient des tests plus faciles du même réseau : imagettes tirées au hasard, et groupes si proches soient-ils. Cela prend trois fois plus de temps.&lt;/p&gt;&lt;p&gt;Aucun modèle n'est écrit : entraînez-en un avec « Entraîner un modèle » sur les mêmes imagettes. Une classe qui ne se trouve que dans un groupe sert toujours à l'apprentissage et n'est jamais testée.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>A baseline: a network that does not beat the forest is not worth its time.</source>
   <translation>Une référence : un réseau qui ne bat pas la forêt ne vaut pas le temps qu'il prend.</translation>
  </message>
  <message>
   <source>A class drawn by lot where no polygon lies, as far as there is data and the mask allows it. Where the labels have a class of that name, its patches are added to it.</source>
   <translation>Une classe tirée au sort là où il n'y a pas de polygone, pourvu qu'il y ait des données et que le masque le permette. Si les étiquettes ont une classe de ce nom, ses imagettes y sont ajoutées.</translation>
  </message>
  <message>
   <source>A class needs a name.</source>
   <translation>Il faut un nom à la classe.</translation>
  </message>
  <message>
   <source>A class of fewer groups is told: some train, others validate.</source>
   <translation>Une classe qui a moins de groupes est signalée : il en faut pour l'apprentissage et pour la validation.</translation>
  </message>
  <message>
   <source>A class whose area goes more often into that of the largest is told.</source>
   <translation>Une classe dont la surface tient plus de fois que cela dans celle de la plus grande est signalée.</translation>
  </message>
  <message>
   <source>A field 'fold' with 1, 2, … for a cross-validation: whole groups again, each fold with its part of each class. Test polygons have no fold.</source>
   <translation>Un champ 'fold' avec 1, 2, … pour une validation croisée : là aussi des groupes entiers, chaque pli avec sa part de chaque classe. Les polygones de test n'ont pas de pli.</translation>
  </message>
  <message>
   <source>A key labels the patch</source>
   <translation>Une touche étiquette l'imagette</translation>
  </message>
  <message>
   <source>A key labels the segment</source>
   <translation>Une touche étiquette le segment</translation>
  </message>
  <message>
   <source>A map holds {} classes, and there are as many: merge some first.</source>
   <translation>Une carte accepte {} classes, et il y en a déjà autant : fusionnez-en d'abord.</translation>
  </message>
  <message>
   <source>A model is being written already.</source>
   <translation>Un modèle est déjà en cours d'écriture.</translation>
  </message>
  <message>
   <source>A network looks at each patch in its eight orientations (four quarter turns, mirrored or not) and the mean counts. It takes eight times as long.</source>
   <translation>Un réseau regarde chaque imagette dans ses huit orientations (quatre quarts de tour, en miroir ou non), et la moyenne compte. Cela prend huit fois plus de temps.</translation>
  </message>
  <message>
   <source>A network that learned from a million photographs looks at the whole image, and a linear classifier learns what its features mean here. It takes seconds and no TensorFlow, and is the best with few polygons and on other images. The images that patches were cut from must still be where they were.</source>
   <translation>Un réseau entraîné sur un million de photographies regarde l'image entière, et un classifieur linéaire apprend ce que ses descripteurs signifient ici. Cela prend quelques secondes, sans TensorFlow, et c'est le meilleur choix avec peu de polygones et pour d'autres images. Les images dont les imagettes ont été extraites doivent être restées à leur place.</translation>
  </message>
  <message>
   <source>A pixel counts where all bands have data, so a band without data, or with gaps in a tenth of the image and more, would leave no patch. 'leave_out' does without such bands and says so, and the model remembers which; 'refuse' names them and stops.</source>
   <translation>Un pixel compte là où toutes les bandes ont des données ; une bande sans données, ou avec des lacunes sur un dixième de l'image ou plus, ne laisserait donc aucune imagette. 'leave_out' se passe de ces bandes et le dit, et le modèle retient lesquelles ; 'refuse' les nomme et s'arrête.</translation>
  </message>
  <message>
   <source>Add an image to the project: drag a file into the map.</source>
   <translation>Ajoutez une image au projet : glissez un fichier dans la carte.</translation>
  </message>
  <message>
   <source>Add class</source>
   <translation>Ajouter une classe</translation>
  </message>
  <message>
   <source>Add the class {}</source>
   <translation>Ajouter la classe {}</translation>
  </message>
  <message>
   <source>Add what is missing</source>
   <translation>Ajouter ce qui manque</translation>
  </message>
  <message>
   <source>Address of a cluster, as 'dask scheduler' prints it: its workers then read and compute the blocks, and this computer writes them (but for LAYOUT vrt). Results do not depend on it.</source>
   <translation>Adresse d'une grappe de calcul, telle que l'affiche « dask scheduler » : ses machines lisent et calculent alors les blocs, et cet ordinateur les écrit (sauf avec LAYOUT vrt). Les résultats n'en dépendent pas.</translation>
  </message>
  <message>
   <source>Address of the cluster, as "dask scheduler" prints it.</source>
   <translation>Adresse du cluster, telle que l'affiche « dask scheduler ».</translation>
  </message>
  <message>
   <source>Adds a class and lets you type its name.</source>
   <translation>Ajoute une classe et vous laisse saisir son nom.</translation>
  </message>
  <message>
   <source>Adopt a Keras model</source>
   <translation>Adopter un modèle Keras</translation>
  </message>
  <message>
   <source>All</source>
   <translation>Tous</translation>
  </message>
  <message>
   <source>All classes ({})</source>
   <translation>Toutes les classes ({})</translation>
  </message>
  <message>
   <source>All is installed. Run the algorithm again.</source>
   <translation>Tout est installé. Relancez l'algorithme.</translation>
  </message>
  <message>
   <source>All {} are done: 'Suggest …' finds more.</source>
   <translation>Les {} sont faits : « Suggérer … » en trouve d'autres.</translation>
  </message>
  <message>
   <source>All {} are reviewed; save the review.</source>
   <translation>Les {} sont revues ; enregistrez la revue.</translation>
  </message>
  <message>
   <source>All {} points are judged: save, and give them to 'Assess map'.</source>
   <translation>Les {} points sont tous jugés : enregistrez, et donnez-les à « Évaluer une carte ».</translation>
  </message>
  <message>
   <source>Alpha band (auto: told by its values)</source>
   <translation>Bande alpha (auto : d'après ses valeurs)</translation>
  </message>
  <message>
   <source>Also shows what patches drawn at random, and groups however near they lie, would promise.</source>
   <translation>Montre aussi ce que promettraient des imagettes tirées au hasard, et des groupes si proches soient-ils.</translation>
  </message>
  <message>
   <source>Also write the applicability</source>
   <translation>Écrire aussi l'applicabilité</translation>
  </message>
  <message>
   <source>Also write the confidence</source>
   <translation>Écrire aussi la confiance</translation>
  </message>
  <message>
   <source>Also write the probabilities</source>
   <translation>Écrire aussi les probabilités</translation>
  </message>
  <message>
   <source>Amount</source>
   <translation>Quantité</translation>
  </message>
  <message>
   <source>An image, or an extent of it, that has more is looked at in squares all over it, so that suggestions for a large one take about as long as for one of this size.</source>
   <translation>Une image, ou une emprise, qui en a plus est examinée par carrés répartis sur toute sa surface ; les suggestions pour une grande image prennent ainsi à peu près autant de temps que pour une image de cette taille.</translation>
  </message>
  <message>
   <source>Applicability (above 1: unlike labels)</source>
   <translation>Applicabilité (plus de 1 : inconnu)</translation>
  </message>
  <message>
   <source>Apply Python function</source>
   <translation>Appliquer une fonction Python</translation>
  </message>
  <message>
   <source>Architecture</source>
   <translation>Architecture</translation>
  </message>
  <message>
   <source>Areas and hectares of each class (JSON)</source>
   <translation>Zones et hectares de chaque classe (JSON)</translation>
  </message>
  <message>
   <source>Areas of any class that are smaller and lie wholly inside one of the chosen classes get that class, such as clearings in a forest. Holes without data stay.</source>
   <translation>Les zones d'une classe quelconque qui sont plus petites et entièrement à l'intérieur d'une des classes choisies prennent cette classe, comme les clairières d'une forêt. Les trous sans donnée restent.</translation>
  </message>
  <message>
   <source>Areas of the classes</source>
   <translation>Surfaces des classes</translation>
  </message>
  <message>
   <source>Areas: largest class to smallest, at most</source>
   <translation>Surfaces : rapport maximal entre classes</translation>
  </message>
  <message>
   <source>As Compact, for maps of large areas at a small stride: whole blocks are computed at once, not patch by patch.</source>
   <translation>Comme Compact, pour des cartes de grandes surfaces à petit pas : des blocs entiers sont calculés d'un coup, et non imagette par imagette.</translation>
  </message>
  <message>
   <source>As Sigma, which pads patches below 22 pixels and is the same from there on: whole blocks are computed at once, not patch by patch.</source>
   <translation>Comme Sigma, qui complète le bord des imagettes de moins de 22 pixels et lui est identique au-delà : des blocs entiers sont calculés d'un coup, et non imagette par imagette.</translation>
  </message>
  <message>
   <source>As a double click on its key does.</source>
   <translation>Comme un double clic sur sa touche.</translation>
  </message>
  <message>
   <source>As a double click on its name does.</source>
   <translation>Comme un double clic sur son nom.</translation>
  </message>
  <message>
   <source>As many as cores, GPUs and free memory carry, unless you say how many.</source>
   <translation>Autant que les cœurs, les GPU et la mémoire libre le permettent, sauf si vous donnez un nombre.</translation>
  </message>
  <message>
   <source>Assess map</source>
   <translation>Évaluer une carte</translation>
  </message>
  <message>
   <source>Assess map…</source>
   <translation>Évaluer une carte…</translation>
  </message>
  <message>
   <source>Authentication</source>
   <translation>Authentification</translation>
  </message>
  <message>
   <source>Average over all patches that cover a cell</source>
   <translation>Moyenner les imagettes qui couvrent une cellule</translation>
  </message>
  <message>
   <source>Average over flips and turns of each patch</source>
   <translation>Moyenner sur les retournements et rotations de chaque imagette</translation>
  </message>
  <message>
   <source>Background: class code (next if empty)</source>
   <translation>Fond : code de classe (suivant si vide)</translation>
  </message>
  <message>
   <source>Background: class name (none if empty)</source>
   <translation>Fond : nom de classe (aucun si vide)</translation>
  </message>
  <message>
   <source>Background: share of patches, or number from 1</source>
   <translation>Fond : part des imagettes, ou nombre dès 1</translation>
  </message>
  <message>
   <source>Balance of classes</source>
   <translation>Équilibre des classes</translation>
  </message>
  <message>
   <source>Band math</source>
   <translation>Calcul sur les bandes</translation>
  </message>
  <message>
   <source>Bands (all if none is chosen)</source>
   <translation>Bandes (toutes si aucune n'est choisie)</translation>
  </message>
  <message>
   <source>Bands unlike those of training (JSON)</source>
   <translation>Bandes différentes de l'apprentissage (JSON)</translation>
  </message>
  <message>
   <source>Bands without data</source>
   <translation>Bandes sans données</translation>
  </message>
  <message>
   <source>Batch size (patches)</source>
   <translation>Taille de lot (imagettes)</translation>
  </message>
  <message>
   <source>Below 1 a share of all patches, from 1 on a number.</source>
   <translation>En dessous de 1, une part de toutes les imagettes ; à partir de 1, un nombre.</translation>
  </message>
  <message>
   <source>Between polygons of different splits, in metres on the ground, also where the layer is in degrees or in the metres of a web map; 0 is none. Left empty it is the diagonal of a patch in the pixels of the image, or less, with a warning, where a class would have nothing to train on.</source>
   <translation>Entre polygones de sous-ensembles différents, en mètres sur le terrain, même si la couche est en degrés ou dans les mètres d'une carte web ; 0 : aucun tampon. Vide, c'est la diagonale d'une imagette dans les pixels de l'image, ou moins, avec un avertissement, si une classe n'avait plus rien pour l'apprentissage.</translation>
  </message>
  <message>
   <source>Block side (metres; chosen if empty)</source>
   <translation>Côté des blocs (mètres ; choisi si vide)</translation>
  </message>
  <message>
   <source>Block side (pixels; by extent if empty)</source>
   <translation>Côté de bloc (px ; selon l'emprise si vide)</translation>
  </message>
  <message>
   <source>Blocks</source>
   <translation>Blocs</translation>
  </message>
  <message>
   <source>Blocks run in</source>
   <translation>Exécution des blocs</translation>
  </message>
  <message>
   <source>Borders</source>
   <translation>Limites</translation>
  </message>
  <message>
   <source>Buffer (metres; patch diagonal if empty)</source>
   <translation>Tampon (m ; diagonale d'imagette si vide)</translation>
  </message>
  <message>
   <source>Buffer (pixels; a patch if empty)</source>
   <translation>Tampon (pixels ; une imagette si vide)</translation>
  </message>
  <message>
   <source>Buffer (pixels; patch diagonal if empty)</source>
   <translation>Tampon (px ; diagonale d'imagette si vide)</translation>
  </message>
  <message>
   <source>CRS (the service's if empty)</source>
   <translation>SCR (celui du service si vide)</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Annuler</translation>
  </message>
  <message>
   <source>Cancelled.</source>
   <translation>Annulé.</translation>
  </message>
  <message>
   <source>Cancelled. Everything is as it was; what was loaded is kept.</source>
   <translation>Annulé. Tout est comme avant ; ce qui a été téléchargé est gardé.</translation>
  </message>
  <message>
   <source>Cancelling …</source>
   <translation>Annulation …</translation>
  </message>
  <message>
   <source>Cannot tell</source>
   <translation>Impossible à dire</translation>
  </message>
  <message>
   <source>Cannot tell  (0)</source>
   <translation>Je ne sais pas  (0)</translation>
  </message>
  <message>
   <source>Cells learned from here, by class (JSON)</source>
   <translation>Cellules apprises ici, par classe (JSON)</translation>
  </message>
  <message>
   <source>Chains</source>
   <translation>Chaînes</translation>
  </message>
  <message>
   <source>Change</source>
   <translation>Variation</translation>
  </message>
  <message>
   <source>Check installation</source>
   <translation>Vérifier l'installation</translation>
  </message>
  <message>
   <source>Check labels</source>
   <translation>Vérifier les étiquettes</translation>
  </message>
  <message>
   <source>Check labels…</source>
   <translation>Vérifier les étiquettes…</translation>
  </message>
  <message>
   <source>Checks and splits labelled polygons, cuts patches, trains a model and draws the map.</source>
   <translation>Vérifie et répartit des polygones étiquetés, découpe des imagettes, entraîne un modèle et dessine la carte.</translation>
  </message>
  <message>
   <source>Choose a folder…</source>
   <translation>Choisir un dossier…</translation>
  </message>
  <message>
   <source>Choose a label layer first, or make one with its button 'New'.</source>
   <translation>Choisissez d'abord une couche d'étiquettes, ou créez-en une avec son bouton « Nouvelle couche d'étiquettes ».</translation>
  </message>
  <message>
   <source>Choose a label layer …</source>
   <translation>Choisir une couche d'étiquettes …</translation>
  </message>
  <message>
   <source>Choose the folder of wheels first.</source>
   <translation>Choisissez d'abord le dossier de wheels.</translation>
  </message>
  <message>
   <source>Choose the image in the panel 'Labels': the patch is cut from it.</source>
   <translation>Choisissez l'image dans le panneau « Étiquettes » : c'est d'elle que l'imagette est extraite.</translation>
  </message>
  <message>
   <source>Choose the image in the panel: regions are found in it.</source>
   <translation>Choisissez l'image dans le panneau : les régions y sont cherchées.</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>Classe</translation>
  </message>
  <message>
   <source>Class field</source>
   <translation>Champ de classe</translation>
  </message>
  <message>
   <source>Class field (text or whole numbers)</source>
   <translation>Champ de classe (texte ou entiers)</translation>
  </message>
  <message>
   <source>Class field of polygons (found if empty)</source>
   <translation>Champ de classe (auto si vide)</translation>
  </message>
  <message>
   <source>Class field of the reference</source>
   <translation>Champ de classe de la référence</translation>
  </message>
  <message>
   <source>Class map</source>
   <translation>Carte des classes</translation>
  </message>
  <message>
   <source>Class map after</source>
   <translation>Carte de classes après</translation>
  </message>
  <message>
   <source>Class map before</source>
   <translation>Carte de classes avant</translation>
  </message>
  <message>
   <source>Class maps (JSON)</source>
   <translation>Cartes de classes (JSON)</translation>
  </message>
  <message>
   <source>Class of interest (the rarest if empty)</source>
   <translation>Classe d'intérêt (la plus rare si vide)</translation>
  </message>
  <message>
   <source>Class {}</source>
   <translation>Classe {}</translation>
  </message>
  <message>
   <source>Classes</source>
   <translation>Classes</translation>
  </message>
  <message>
   <source>Classes (names with commas, all if empty)</source>
   <translation>Classes (noms, virgules ; toutes si vide)</translation>
  </message>
  <message>
   <source>Classes by zone</source>
   <translation>Classes par zone</translation>
  </message>
  <message>
   <source>Classes in the order of its outputs</source>
   <translation>Classes, dans l'ordre des sorties</translation>
  </message>
  <message>
   <source>Classes; their borders only; or where the map is unsure: the darker, the less sure</source>
   <translation>Les classes ; leurs limites seulement ; ou là où la carte est incertaine : plus c'est sombre, moins elle est sûre</translation>
  </message>
  <message>
   <source>Clean class map</source>
   <translation>Carte de classes nettoyée</translation>
  </message>
  <message>
   <source>Clean map</source>
   <translation>Nettoyer une carte</translation>
  </message>
  <message>
   <source>Cleaned map</source>
   <translation>Carte nettoyée</translation>
  </message>
  <message>
   <source>Cleans a class map, makes polygons of it and estimates its areas with a reference.</source>
   <translation>Nettoie une carte de classes, en fait des polygones et estime ses surfaces avec une référence.</translation>
  </message>
  <message>
   <source>Click a mistake on the map to go there; again for one that lies under it</source>
   <translation>Cliquez sur une erreur de la carte pour y aller ; une seconde fois pour celle qui se trouve dessous</translation>
  </message>
  <message>
   <source>Click a polygon to give it the chosen class; Enter gives it to those selected.</source>
   <translation>Cliquez sur un polygone pour lui donner la classe choisie ; Entrée la donne aux polygones sélectionnés.</translation>
  </message>
  <message>
   <source>Click the corners, right-click to finish. Backspace takes a corner back, Esc cancels.</source>
   <translation>Cliquez pour poser les sommets, clic droit pour terminer. Retour arrière enlève un sommet, Échap annule.</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Fermer</translation>
  </message>
  <message>
   <source>Closing filter</source>
   <translation>Filtre de fermeture</translation>
  </message>
  <message>
   <source>Code</source>
   <translation>Code</translation>
  </message>
  <message>
   <source>Colour</source>
   <translation>Couleur</translation>
  </message>
  <message>
   <source>Colour of the class</source>
   <translation>Couleur de la classe</translation>
  </message>
  <message>
   <source>Colour of {}</source>
   <translation>Couleur de {}</translation>
  </message>
  <message>
   <source>Compact's plan, twice as deep, with 700,000 parameters: for some thousand patches of many polygons; takes about three times as long as Compact, and learns few polygons by heart.</source>
   <translation>L'architecture de Compact, deux fois plus profonde, avec 700 000 paramètres : pour quelques milliers d'imagettes de nombreux polygones ; prend environ trois fois plus de temps que Compact et, s'il y a peu de polygones, les apprend par cœur.</translation>
  </message>
  <message>
   <source>Compare maps</source>
   <translation>Comparer des cartes</translation>
  </message>
  <message>
   <source>Compare with easier tests (three times as long)</source>
   <translation>Comparer à des tests plus faciles (3 fois plus long)</translation>
  </message>
  <message>
   <source>Compares a class map with a reference, raster or polygons, pixel by pixel, and corrects its hectares by it.</source>
   <translation>Compare une carte de classes à une référence, raster ou polygones, pixel par pixel, et corrige ses hectares d'après elle.</translation>
  </message>
  <message>
   <source>Compares two class maps of one place, of two dates or two models: hectares from each class to each, a map of the changes, and a report.</source>
   <translation>Compare deux cartes de classes d'un même lieu, de deux dates ou de deux modèles : les hectares de chaque classe vers chaque autre, une carte des changements et un rapport.</translation>
  </message>
  <message>
   <source>Compute with numbers as stored (unscaled)</source>
   <translation>Calculer avec les valeurs brutes (sans échelle)</translation>
  </message>
  <message>
   <source>Computes an expression over the bands of one or several images on one grid.</source>
   <translation>Calcule une expression sur les bandes d'une ou de plusieurs images de même grille.</translation>
  </message>
  <message>
   <source>Confidence</source>
   <translation>Confiance</translation>
  </message>
  <message>
   <source>Connected areas of a class that are smaller, measured on the ellipsoid, get the class that they have the longest border with; 10000 m² are 1 ha; 0 keeps all of them.</source>
   <translation>Les zones connexes d'une classe qui sont plus petites, mesurées sur l'ellipsoïde, prennent la classe avec laquelle elles ont la plus longue frontière ; 10000 m² font 1 ha ; 0 les garde toutes.</translation>
  </message>
  <message>
   <source>Count</source>
   <translation>Nombre</translation>
  </message>
  <message>
   <source>Count every pixel that a zone touches</source>
   <translation>Compter chaque pixel touché par une zone</translation>
  </message>
  <message>
   <source>Create label layer</source>
   <translation>Créer une couche d'étiquettes</translation>
  </message>
  <message>
   <source>Cross-validate</source>
   <translation>Validation croisée</translation>
  </message>
  <message>
   <source>Custom kernel</source>
   <translation>Noyau personnalisé</translation>
  </message>
  <message>
   <source>Cuts square patches where labelled polygons are, and splits them by whole polygons into training and validation.</source>
   <translation>Découpe des imagettes carrées là où se trouvent des polygones étiquetés, et les répartit par polygones entiers entre apprentissage et validation.</translation>
  </message>
  <message>
   <source>Dask scheduler (tcp://192.168.1.5:8786)</source>
   <translation>Cluster Dask (tcp://192.168.1.5:8786)</translation>
  </message>
  <message>
   <source>Data type (auto: what holds the results)</source>
   <translation>Type de données (auto : selon les résultats)</translation>
  </message>
  <message>
   <source>Dataset to add the patches to</source>
   <translation>Jeu auquel ajouter les imagettes</translation>
  </message>
  <message>
   <source>Deep features cannot be computed: the plugin is damaged.</source>
   <translation>Les descripteurs profonds ne peuvent pas être calculés : l'extension est endommagée.</translation>
  </message>
  <message>
   <source>Delete class</source>
   <translation>Supprimer une classe</translation>
  </message>
  <message>
   <source>Delete the class</source>
   <translation>Supprimer la classe</translation>
  </message>
  <message>
   <source>Delete the class '{}'?</source>
   <translation>Supprimer la classe « {} » ?</translation>
  </message>
  <message>
   <source>Delete the class {}</source>
   <translation>Supprimer la classe {}</translation>
  </message>
  <message>
   <source>Delete them too</source>
   <translation>Les supprimer aussi</translation>
  </message>
  <message>
   <source>Deletes the chosen class, and asks what becomes of its polygons.</source>
   <translation>Supprime la classe choisie, et demande ce que deviennent ses polygones.</translation>
  </message>
  <message>
   <source>Describe the texture around each pixel by Haralick's measures of its grey levels.</source>
   <translation>Décrit la texture autour de chaque pixel par les mesures de Haralick sur ses niveaux de gris.</translation>
  </message>
  <message>
   <source>Direction of a pair (degrees from east)</source>
   <translation>Direction de la paire (degrés depuis l'est)</translation>
  </message>
  <message>
   <source>Direction of the rows (degrees clockwise from the top)</source>
   <translation>Direction des rangs (degrés horaires depuis le haut)</translation>
  </message>
  <message>
   <source>Directions to try, from that one on</source>
   <translation>Directions à essayer, à partir de celle-ci</translation>
  </message>
  <message>
   <source>Distance apart (pixels; chosen if empty)</source>
   <translation>Écartement (pixels ; choisi si vide)</translation>
  </message>
  <message>
   <source>Distance of a pair (pixels)</source>
   <translation>Distance de la paire (pixels)</translation>
  </message>
  <message>
   <source>Divided, results stay as bright as the image; weights that sum to 0 go as they are.</source>
   <translation>Divisés, ils donnent des résultats aussi lumineux que l'image ; des poids de somme 0 sont pris tels quels.</translation>
  </message>
  <message>
   <source>Done: macro F1 {:.2f} on polygons held out.</source>
   <translation>Terminé : F1 moyen {:.2f} sur des polygones mis de côté.</translation>
  </message>
  <message>
   <source>Drag from corner to corner, or click both. Esc cancels.</source>
   <translation>Faites glisser d'un coin à l'autre, ou cliquez sur les deux. Échap annule.</translation>
  </message>
  <message>
   <source>Drag from the centre to the edge, or click both. Esc cancels.</source>
   <translation>Faites glisser du centre vers le bord, ou cliquez sur les deux. Échap annule.</translation>
  </message>
  <message>
   <source>Draw a circle</source>
   <translation>Dessiner un cercle</translation>
  </message>
  <message>
   <source>Draw a polygon</source>
   <translation>Dessiner un polygone</translation>
  </message>
  <message>
   <source>Draw a rectangle</source>
   <translation>Dessiner un rectangle</translation>
  </message>
  <message>
   <source>Draw a sample scene</source>
   <translation>Dessiner une scène d'exemple</translation>
  </message>
  <message>
   <source>Draw borders where the image has edges</source>
   <translation>Suivre les contours de l'image</translation>
  </message>
  <message>
   <source>Draw by class</source>
   <translation>Afficher par classe</translation>
  </message>
  <message>
   <source>Draw each class in a second place to see how good the map is.</source>
   <translation>Dessinez chaque classe en un second lieu pour voir ce que vaut la carte.</translation>
  </message>
  <message>
   <source>Draw freehand</source>
   <translation>Dessiner à main levée</translation>
  </message>
  <message>
   <source>Draw labels</source>
   <translation>Dessiner</translation>
  </message>
  <message>
   <source>Draw the outline with the mouse button held down.</source>
   <translation>Dessinez le contour en maintenant le bouton de la souris enfoncé.</translation>
  </message>
  <message>
   <source>Draw {}</source>
   <translation>Dessiner {}</translation>
  </message>
  <message>
   <source>Draws a class map of each of many images with a trained model, into a folder.</source>
   <translation>Dessine une carte de classes de chacune de nombreuses images avec un modèle entraîné, dans un dossier.</translation>
  </message>
  <message>
   <source>Draws a sample scene …</source>
   <translation>Dessine une scène d'exemple …</translation>
  </message>
  <message>
   <source>Draws an invented orthophoto of 50 cm with poplar plantations, woods, meadows, crops and water, its labelled polygons, its forest mask and its exact truth.</source>
   <translation>Dessine une orthophoto imaginaire à 50 cm avec peupleraies, bois, prairies, cultures et eau, ses polygones étiquetés, son masque forestier et sa vérité terrain exacte.</translation>
  </message>
  <message>
   <source>Draws an invented orthophoto, learns its labels and maps it.</source>
   <translation>Dessine une orthophoto inventée, apprend ses étiquettes et la cartographie.</translation>
  </message>
  <message>
   <source>Draws images that the model never saw.</source>
   <translation>Cartographie des images que le modèle n'a jamais vues.</translation>
  </message>
  <message>
   <source>Draws labelled polygons over an image, class by class.</source>
   <translation>Dessine des polygones étiquetés sur une image, classe par classe.</translation>
  </message>
  <message>
   <source>Draws random points in each class of a map, to be judged by eye: by them 'Assess map' tells how right the map is and how many hectares each class has, with ranges.</source>
   <translation>Tire des points au hasard dans chaque classe d'une carte, à juger à l'œil : grâce à eux, « Évaluer une carte » dit à quel point la carte est juste et combien d'hectares a chaque classe, avec des intervalles.</translation>
  </message>
  <message>
   <source>Draws the class map of an image with a trained model.</source>
   <translation>Dessine la carte des classes d'une image avec un modèle entraîné.</translation>
  </message>
  <message>
   <source>Each becomes a band. 'contrast' and 'dissimilarity' are high where neighbours differ, 'homogeneity' where they resemble, 'energy' where few pairs keep coming back, 'entropy' where all are different, 'correlation' where a pixel foretells its neighbour.</source>
   <translation>Chacune devient une bande. 'contrast' et 'dissimilarity' sont élevés là où les voisins diffèrent, 'homogeneity' là où ils se ressemblent, 'energy' là où peu de paires reviennent sans cesse, 'entropy' là où toutes diffèrent, 'correlation' là où un pixel annonce son voisin.</translation>
  </message>
  <message>
   <source>Ended by {}: no output was changed.</source>
   <translation>Interrompu par {} : aucune sortie n'a été modifiée.</translation>
  </message>
  <message>
   <source>Epochs</source>
   <translation>Époques</translation>
  </message>
  <message>
   <source>Evaluate model</source>
   <translation>Évaluer un modèle</translation>
  </message>
  <message>
   <source>Evaluated patches</source>
   <translation>Imagettes évaluées</translation>
  </message>
  <message>
   <source>Evenly over the half circle; of several the strongest counts, and a second band says which it is.</source>
   <translation>Réparties également sur le demi-cercle ; s'il y en a plusieurs, la plus forte compte, et une seconde bande dit laquelle c'est.</translation>
  </message>
  <message>
   <source>Every polygon has a class.</source>
   <translation>Tous les polygones ont une classe.</translation>
  </message>
  <message>
   <source>Everything can run</source>
   <translation>Tout peut fonctionner</translation>
  </message>
  <message>
   <source>Everything can run.</source>
   <translation>Tout peut fonctionner.</translation>
  </message>
  <message>
   <source>Examples of each class</source>
   <translation>Exemples de chaque classe</translation>
  </message>
  <message>
   <source>Export patches</source>
   <translation>Exporter des imagettes</translation>
  </message>
  <message>
   <source>Expression, such as (a4 - a1) / (a4 + a1)</source>
   <translation>Expression, par exemple (a4 - a1) / (a4 + a1)</translation>
  </message>
  <message>
   <source>Extent</source>
   <translation>Emprise</translation>
  </message>
  <message>
   <source>Extent (all if empty)</source>
   <translation>Emprise (tout si vide)</translation>
  </message>
  <message>
   <source>Extract patches</source>
   <translation>Extraire des imagettes</translation>
  </message>
  <message>
   <source>F1</source>
   <translation>F1</translation>
  </message>
  <message>
   <source>F1 of each class (JSON)</source>
   <translation>F1 de chaque classe (JSON)</translation>
  </message>
  <message>
   <source>F1 {:.2f} on polygons held out.</source>
   <translation>F1 de {:.2f} sur des polygones mis de côté.</translation>
  </message>
  <message>
   <source>F1 {f1:.2f} on polygons held out: the classifier did not learn from them, and named {right} of {polygons} rightly, by most of their pixels.</source>
   <translation>F1 de {f1:.2f} sur des polygones mis de côté : le classifieur ne les a pas appris, et en a bien reconnu {right} sur {polygons}, d'après la majorité de leurs pixels.</translation>
  </message>
  <message>
   <source>Fast and plain, the network of the original study; about five times faster than Compact, and in our measurements as good.</source>
   <translation>Rapide et simple, le réseau de l'étude d'origine ; environ cinq fois plus rapide que Compact et, dans nos mesures, aussi bon.</translation>
  </message>
  <message>
   <source>Feature image</source>
   <translation>Image de descripteurs</translation>
  </message>
  <message>
   <source>Features</source>
   <translation>Descripteurs</translation>
  </message>
  <message>
   <source>Features are matched to its training.</source>
   <translation>Les descripteurs sont alignés sur son apprentissage.</translation>
  </message>
  <message>
   <source>Features that photographs taught, kept as they are, under a last layer of your own: for few labels, and for maps of other images; its weights come with the plugin.</source>
   <translation>Des descripteurs appris sur des photographies, gardés tels quels, sous une dernière couche qui vous est propre : pour peu d'étiquettes, et pour des cartes d'autres images ; ses poids sont livrés avec l'extension.</translation>
  </message>
  <message>
   <source>Features, matched to the model</source>
   <translation>Descripteurs ajustés au modèle</translation>
  </message>
  <message>
   <source>Fetch image</source>
   <translation>Télécharger une image</translation>
  </message>
  <message>
   <source>Fetches a part of a WMS, WMTS or XYZ layer and draws its map with a trained model.</source>
   <translation>Télécharge une partie d'une couche WMS, WMTS ou XYZ et en dessine la carte avec un modèle entraîné.</translation>
  </message>
  <message>
   <source>Fewer are suggested where there is no room for so many. Label them, then ask again: six to a dozen at a time bring more than many at once.</source>
   <translation>Il y en a moins s'il n'y a pas la place d'en suggérer autant. Étiquetez-les, puis recommencez : six à douze à la fois apportent plus que beaucoup d'un coup.</translation>
  </message>
  <message>
   <source>Fewest groups of a class</source>
   <translation>Minimum de groupes par classe</translation>
  </message>
  <message>
   <source>Field with the names of the classes</source>
   <translation>Champ avec les noms des classes</translation>
  </message>
  <message>
   <source>Filters</source>
   <translation>Filtres</translation>
  </message>
  <message>
   <source>Find places, with the labels as they are now</source>
   <translation>Chercher des lieux, avec les étiquettes dans leur état actuel</translation>
  </message>
  <message>
   <source>Find rows and stripes of one width: how strongly values go up and down with a wavelength.</source>
   <translation>Trouve les rangs et les rayures d'une même largeur : à quel point les valeurs montent et descendent selon une longueur d'onde.</translation>
  </message>
  <message>
   <source>Finds the places of an image whose labels would help most: points with a rank, a reason and what is likely there.</source>
   <translation>Trouve les lieux d'une image dont les étiquettes aideraient le plus : des points avec un rang, une raison et ce qui s'y trouve probablement.</translation>
  </message>
  <message>
   <source>Finds what is wrong with labelled polygons before they cost a training: a layer with one feature per problem, and a report.</source>
   <translation>Trouve ce qui ne va pas dans les polygones étiquetés avant qu'ils ne coûtent un entraînement : une couche avec une entité par problème, et un rapport.</translation>
  </message>
  <message>
   <source>Finds wrong, doubled and too small polygons before they cost a training.</source>
   <translation>Trouve les polygones faux, doublés ou trop petits avant qu'ils ne coûtent un apprentissage.</translation>
  </message>
  <message>
   <source>Finished blocks are kept beside the map until all are: after cancel, crash or power cut the same run goes on with them. They take as much disk as the outputs, and some time.</source>
   <translation>Les blocs terminés sont gardés à côté de la carte jusqu'à ce que tous le soient : après une annulation, un plantage ou une coupure de courant, la même exécution reprend avec eux. Ils prennent autant de disque que les sorties, et un peu de temps.</translation>
  </message>
  <message>
   <source>Finished parts are kept beside the image until all are there: after cancel, crash or power cut the same run goes on with them.</source>
   <translation>Les parties finies sont gardées à côté de l'image jusqu'à ce que toutes y soient : après une annulation, un plantage ou une coupure de courant, la même exécution reprend avec elles.</translation>
  </message>
  <message>
   <source>First each pixel gets the class found most often in the square of so many pixels around it: single pixels go, and borders become smooth. 0 leaves this out.</source>
   <translation>D'abord, chaque pixel prend la classe la plus fréquente dans le carré de ce rayon autour de lui : les pixels isolés disparaissent et les limites deviennent lisses. 0 saute cette étape.</translation>
  </message>
  <message>
   <source>First steps</source>
   <translation>Premiers pas</translation>
  </message>
  <message>
   <source>Fold field (for 'Cross-validate')</source>
   <translation>Champ de pli (pour « Validation croisée »)</translation>
  </message>
  <message>
   <source>Folder for models and patches</source>
   <translation>Dossier pour les modèles et les imagettes</translation>
  </message>
  <message>
   <source>Folder of images</source>
   <translation>Dossier d'images</translation>
  </message>
  <message>
   <source>Folder of maps</source>
   <translation>Dossier des cartes</translation>
  </message>
  <message>
   <source>Folder of wheels (offline)</source>
   <translation>Dossier de wheels (hors ligne)</translation>
  </message>
  <message>
   <source>Folder with images</source>
   <translation>Dossier d'images</translation>
  </message>
  <message>
   <source>Folder with more images</source>
   <translation>Dossier d'autres images</translation>
  </message>
  <message>
   <source>Folds</source>
   <translation>Plis</translation>
  </message>
  <message>
   <source>Folds for a cross-validation (0: none)</source>
   <translation>Plis de validation croisée (0 : aucun)</translation>
  </message>
  <message>
   <source>Footprints</source>
   <translation>Emprises des imagettes</translation>
  </message>
  <message>
   <source>Footprints that 'Evaluate model' has written, or points of 'Sample points'</source>
   <translation>Emprises écrites par « Évaluer un modèle », ou points de « Tirer des points »</translation>
  </message>
  <message>
   <source>Footprints with held-out predictions</source>
   <translation>Emprises avec prédictions de test</translation>
  </message>
  <message>
   <source>For NVIDIA's cards (Linux)</source>
   <translation>Pour les cartes NVIDIA (Linux)</translation>
  </message>
  <message>
   <source>For coarse pixels and small polygons: learns from each labelled pixel, its bands and their mean and deviation in 3 x 3 and 7 x 7 pixels around it, within seconds and without TensorFlow.</source>
   <translation>Pour les grands pixels et les petits polygones : apprend chaque pixel étiqueté d'après ses bandes, leur moyenne et leur écart-type dans les 3 x 3 et 7 x 7 pixels alentour, en quelques secondes et sans TensorFlow.</translation>
  </message>
  <message>
   <source>For images of another exposure: 'spread' gives each band the mean and standard deviation of the training pixels, 'histogram' their whole distribution, 'features' each feature of a model of dense features its mean and deviation in training.</source>
   <translation>Pour des images d'une autre exposition : 'spread' donne à chaque bande la moyenne et l'écart-type des pixels d'apprentissage, 'histogram' toute leur distribution, 'features' à chaque descripteur d'un modèle à descripteurs profonds sa moyenne et son écart-type dans l'apprentissage.</translation>
  </message>
  <message>
   <source>For images of smaller pixels, or up to twice as large ones: they are read as pixels of the size that the model learned from, and the map has those.</source>
   <translation>Pour des images à pixels plus petits, ou jusqu'à deux fois plus grands : elles sont lues avec des pixels de la taille sur laquelle le modèle a appris, et la carte a ces pixels.</translation>
  </message>
  <message>
   <source>For the NVIDIA card of this computer (3.5 GB)</source>
   <translation>Pour la carte NVIDIA de cet ordinateur (3,5 Go)</translation>
  </message>
  <message>
   <source>Forest mask</source>
   <translation>Masque forestier</translation>
  </message>
  <message>
   <source>Format</source>
   <translation>Format</translation>
  </message>
  <message>
   <source>From a folder of wheels, without a network</source>
   <translation>Depuis un dossier de wheels, sans réseau</translation>
  </message>
  <message>
   <source>From an image and a few labelled polygons to a map.</source>
   <translation>D'une image et de quelques polygones étiquetés à une carte.</translation>
  </message>
  <message>
   <source>From an image and labelled polygons to a class map, a model and a report, in one go: learns what is labelled, scores itself on polygons held out and draws the map.</source>
   <translation>D'une image et de polygones étiquetés à une carte des classes, un modèle et un rapport, en une fois : apprend ce qui est étiqueté, s'évalue sur des polygones mis de côté et dessine la carte.</translation>
  </message>
  <message>
   <source>From one patch to the next.</source>
   <translation>D'une imagette à la suivante.</translation>
  </message>
  <message>
   <source>From the internet, by the proxy of QGIS</source>
   <translation>Depuis Internet, par le proxy de QGIS</translation>
  </message>
  <message>
   <source>Function</source>
   <translation>Fonction</translation>
  </message>
  <message>
   <source>Gabor filter</source>
   <translation>Filtre de Gabor</translation>
  </message>
  <message>
   <source>Gaussian filter</source>
   <translation>Filtre gaussien</translation>
  </message>
  <message>
   <source>GeoTIFF (overviews: quick; cog: for the web)</source>
   <translation>GeoTIFF (overviews : rapide ; cog : pour le web)</translation>
  </message>
  <message>
   <source>Give the range of the valid values in the window around each pixel: greatest less least.</source>
   <translation>Donne l'étendue des valeurs valides dans la fenêtre autour de chaque pixel : la plus grande moins la plus petite.</translation>
  </message>
  <message>
   <source>Give the standard deviation of the valid pixels in the window around each pixel.</source>
   <translation>Donne l'écart-type des pixels valides dans la fenêtre autour de chaque pixel.</translation>
  </message>
  <message>
   <source>Give the sum of each pixel's neighbours, times the weights of a matrix.</source>
   <translation>Donne la somme des voisins de chaque pixel, multipliés par les poids d'une matrice.</translation>
  </message>
  <message>
   <source>Gives a network that you trained in Keras the card it needs to draw maps here, and scores it on your patches.</source>
   <translation>Donne à un réseau que vous avez entraîné dans Keras la fiche qu'il lui faut pour dessiner des cartes ici, et l'évalue sur vos imagettes.</translation>
  </message>
  <message>
   <source>Gives each feature the mean and deviation that it has in training, for another light or camera where land cover is alike. Without the tick it is done where four or more labelled polygons agree better with the model so.</source>
   <translation>Donne à chaque descripteur la moyenne et l'écart-type qu'il a dans l'apprentissage, pour une autre lumière ou un autre capteur quand l'occupation du sol est semblable. Sans la coche, cela se fait si quatre polygones étiquetés ou plus s'accordent ainsi mieux avec le modèle.</translation>
  </message>
  <message>
   <source>Go on where a run was broken off</source>
   <translation>Reprendre une exécution interrompue</translation>
  </message>
  <message>
   <source>Go to the label</source>
   <translation>Voir l'étiquette</translation>
  </message>
  <message>
   <source>Goes on from the file that an interrupted training with the same patches, settings and output has left.</source>
   <translation>Continue à partir du fichier qu'a laissé un entraînement interrompu avec les mêmes imagettes, réglages et sortie.</translation>
  </message>
  <message>
   <source>Goes to the next polygon that has no class, and selects it.</source>
   <translation>Va au prochain polygone sans classe, et le sélectionne.</translation>
  </message>
  <message>
   <source>Greatest share of a patch without data</source>
   <translation>Part maximale sans donnée d'une imagette</translation>
  </message>
  <message>
   <source>Greatest value (from the image if empty)</source>
   <translation>Valeur maximale (de l'image si vide)</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>Groupe</translation>
  </message>
  <message>
   <source>Group field</source>
   <translation>Champ de groupe</translation>
  </message>
  <message>
   <source>Group field (same stand or place)</source>
   <translation>Champ de groupe (peuplement ou lieu)</translation>
  </message>
  <message>
   <source>Group {}</source>
   <translation>Le groupe {}</translation>
  </message>
  <message>
   <source>Grow a region</source>
   <translation>Étendre une région</translation>
  </message>
  <message>
   <source>HTML files (*.html)</source>
   <translation>Fichiers HTML (*.html)</translation>
  </message>
  <message>
   <source>Halo (pixels around each block)</source>
   <translation>Marge (pixels autour de chaque bloc)</translation>
  </message>
  <message>
   <source>Hectares of another class</source>
   <translation>Hectares d'une autre classe</translation>
  </message>
  <message>
   <source>Hectares of each class (JSON)</source>
   <translation>Hectares de chaque classe (JSON)</translation>
  </message>
  <message>
   <source>Hectares of each pair (JSON)</source>
   <translation>Hectares de chaque paire (JSON)</translation>
  </message>
  <message>
   <source>Hectares with another class</source>
   <translation>Hectares ayant changé de classe</translation>
  </message>
  <message>
   <source>Hectares, measured on the ellipsoid.</source>
   <translation>Hectares, mesurés sur l'ellipsoïde.</translation>
  </message>
  <message>
   <source>Help</source>
   <translation>Aide</translation>
  </message>
  <message>
   <source>Hides the polygons of the others.</source>
   <translation>Masque les polygones des autres classes.</translation>
  </message>
  <message>
   <source>Holes to fill (m², 0: none)</source>
   <translation>Trous à combler (m², 0 : aucun)</translation>
  </message>
  <message>
   <source>Honest scores</source>
   <translation>Scores honnêtes</translation>
  </message>
  <message>
   <source>How classes are told, as above; 'auto' sees which it is.</source>
   <translation>Comment les classes sont indiquées, voir ci-dessus ; 'auto' le reconnaît.</translation>
  </message>
  <message>
   <source>How far apart the two pixels lie that are compared; at most twice the radius.</source>
   <translation>À quelle distance se trouvent les deux pixels comparés ; au plus deux fois le rayon.</translation>
  </message>
  <message>
   <source>How far the function looks around a pixel: blocks are so much larger on every side, and what it returns for that is cut off.</source>
   <translation>Jusqu'où la fonction regarde autour d'un pixel : les blocs sont plus grands d'autant de chaque côté, et ce qu'elle y renvoie est coupé.</translation>
  </message>
  <message>
   <source>How far the mean reaches: two thirds of the weight lie within it along a row.</source>
   <translation>Jusqu'où s'étend la moyenne : deux tiers du poids s'y trouvent, le long d'une ligne.</translation>
  </message>
  <message>
   <source>How many bands hold what the hundreds of features tell; with 0 they are the bands.</source>
   <translation>Combien de bandes contiennent ce que disent les centaines de descripteurs ; avec 0, ce sont eux les bandes.</translation>
  </message>
  <message>
   <source>How many blocks are worked on at a time. Results do not depend on it.</source>
   <translation>Combien de blocs sont traités à la fois. Les résultats n'en dépendent pas.</translation>
  </message>
  <message>
   <source>How many in a hundred pixels of the window lie below the result; 50 is the median.</source>
   <translation>Combien de pixels de la fenêtre, sur cent, sont sous le résultat ; 50 est la médiane.</translation>
  </message>
  <message>
   <source>How many pictures are asked for at once. Be polite: more is seldom quicker.</source>
   <translation>Combien d'images partielles sont demandées à la fois. Soyez poli : davantage est rarement plus rapide.</translation>
  </message>
  <message>
   <source>How many rows count: more tell wavelengths and directions better apart, fewer keep borders sharper.</source>
   <translation>Combien de rangs comptent : un plus grand nombre distingue mieux les longueurs d'onde et les directions, un plus petit garde des limites plus nettes.</translation>
  </message>
  <message>
   <source>How much is added of what the bell curve smooths away; much makes noise stronger.</source>
   <translation>Dans quelle mesure est rajouté ce que la gaussienne enlève en lissant ; une forte valeur renforce le bruit.</translation>
  </message>
  <message>
   <source>How much light and colours vary: a little (0.02) for maps of this image, much (0.1) for other images: then three patches in ten also lose their mean colour, so that the pattern must tell.</source>
   <translation>Dans quelle mesure varient la lumière et les couleurs : un peu (0.02) pour des cartes de cette image, beaucoup (0.1) pour d'autres images : trois imagettes sur dix perdent alors aussi leur couleur moyenne, et c'est le motif qui doit distinguer les classes.</translation>
  </message>
  <message>
   <source>How much scale, sharpness and noise vary, for images of other cameras: 0 leaves them; 0.2 shows patches at 0.82 to 1.22 of their size (not with unet), blurred by up to 0.4 pixels, with a little noise. On our sample scenes, all of one camera, it brought nothing.</source>
   <translation>Dans quelle mesure varient l'échelle, la netteté et le bruit, pour des images d'autres capteurs : 0 n'y touche pas ; 0.2 montre des imagettes de 0,82 à 1,22 fois leur taille (pas avec unet), floues de 0,4 pixel au plus, avec un peu de bruit. Sur nos scènes d'exemple, toutes du même capteur, cela n'a rien apporté.</translation>
  </message>
  <message>
   <source>How probable the model finds this class</source>
   <translation>Probabilité que le modèle donne à cette classe</translation>
  </message>
  <message>
   <source>How steep it is, whichever way it goes, or its part along the rows or down the columns, below 0 where values fall.</source>
   <translation>La raideur de la pente, dans quelque sens que ce soit, ou sa composante le long des lignes ou des colonnes, inférieure à 0 là où les valeurs baissent.</translation>
  </message>
  <message>
   <source>How the network wants its pixels</source>
   <translation>Mise à l'échelle attendue par le réseau</translation>
  </message>
  <message>
   <source>How the reference was drawn</source>
   <translation>Comment la référence a été tirée</translation>
  </message>
  <message>
   <source>How wide the edges are that are sharpened.</source>
   <translation>Largeur des contours qui sont accentués.</translation>
  </message>
  <message>
   <source>Image</source>
   <translation>Image</translation>
  </message>
  <message>
   <source>Image folders</source>
   <translation>Dossiers d'images</translation>
  </message>
  <message>
   <source>Image whose grid the mask gets</source>
   <translation>Image dont le masque prend la grille</translation>
  </message>
  <message>
   <source>Image with its texture</source>
   <translation>Image avec sa texture</translation>
  </message>
  <message>
   <source>Image, for a buffer of a patch's diagonal</source>
   <translation>Image (pour un tampon d'une diagonale)</translation>
  </message>
  <message>
   <source>Image: {}. No labels yet.</source>
   <translation>Image : {}. Pas encore d'étiquettes.</translation>
  </message>
  <message>
   <source>Images</source>
   <translation>Images</translation>
  </message>
  <message>
   <source>Images that differ from most</source>
   <translation>Images qui diffèrent de la plupart</translation>
  </message>
  <message>
   <source>Images, on one grid</source>
   <translation>Images (même grille)</translation>
  </message>
  <message>
   <source>Import patches</source>
   <translation>Importer des imagettes</translation>
  </message>
  <message>
   <source>In map units of the image. Where tiles have pixels of that size they are taken as they are, else the next finer ones are resampled.</source>
   <translation>En unités de carte de l'image. Là où des tuiles ont des pixels de cette taille, elles sont prises telles quelles, sinon les plus fines suivantes sont rééchantillonnées.</translation>
  </message>
  <message>
   <source>In your labels, not on this map: {}.</source>
   <translation>Dans vos étiquettes, pas sur cette carte : {}.</translation>
  </message>
  <message>
   <source>Install</source>
   <translation>Installer</translation>
  </message>
  <message>
   <source>Install them …</source>
   <translation>Les installer …</translation>
  </message>
  <message>
   <source>Install what is missing</source>
   <translation>Installer ce qui manque</translation>
  </message>
  <message>
   <source>Install what networks take …</source>
   <translation>Installer de quoi entraîner des réseaux …</translation>
  </message>
  <message>
   <source>Installs TensorFlow and what else networks and forests take, in a folder of your QGIS profile: 0.4 GB are loaded and take 1.8 GB. Does nothing where all is there; renews what an earlier version of Poplar NN has installed.</source>
   <translation>Installe TensorFlow et ce dont les réseaux et les forêts ont besoin, dans un dossier de votre profil QGIS : 0,4 Go sont téléchargés et occupent 1,8 Go. Ne fait rien si tout est là ; renouvelle ce qu'une version précédente de Poplar NN a installé.</translation>
  </message>
  <message>
   <source>Installs from this folder and not from the network. The documentation says how it is filled on another computer.</source>
   <translation>Installe depuis ce dossier et non depuis le réseau. La documentation dit comment le remplir sur un autre ordinateur.</translation>
  </message>
  <message>
   <source>Installs the libraries with which TensorFlow computes on a card of NVIDIA's, on Linux: 3.5 GB are loaded. On other systems it computes on the processor.</source>
   <translation>Installe les bibliothèques avec lesquelles TensorFlow calcule sur une carte NVIDIA, sous Linux : 3,5 Go sont téléchargés. Sur d'autres systèmes, il calcule sur le processeur.</translation>
  </message>
  <message>
   <source>Into which values are sorted. The time of energy and entropy grows with its square.</source>
   <translation>Dans lesquels les valeurs sont rangées. Le temps de calcul de l'énergie et de l'entropie croît avec le carré de leur nombre.</translation>
  </message>
  <message>
   <source>It did not work.</source>
   <translation>Cela n'a pas fonctionné.</translation>
  </message>
  <message>
   <source>It is gone when QGIS closes. {} will keep it and what is made next.</source>
   <translation>Il disparaît à la fermeture de QGIS. {} le conservera, avec ce qui sera créé ensuite.</translation>
  </message>
  <message>
   <source>It is installed, but does not run: the log says why.</source>
   <translation>C'est installé, mais ne fonctionne pas : le journal dit pourquoi.</translation>
  </message>
  <message>
   <source>Its form.</source>
   <translation>Sa forme.</translation>
  </message>
  <message>
   <source>Judged by</source>
   <translation>Évaluation</translation>
  </message>
  <message>
   <source>Keep as model</source>
   <translation>Garder comme modèle</translation>
  </message>
  <message>
   <source>Keep as model: {}</source>
   <translation>Garder comme modèle : {}</translation>
  </message>
  <message>
   <source>Keep it in {}</source>
   <translation>Le conserver dans {}</translation>
  </message>
  <message>
   <source>Keep the class of each pixel (for unet)</source>
   <translation>Garder la classe de chaque pixel (pour unet)</translation>
  </message>
  <message>
   <source>Keep the model in {}</source>
   <translation>Conserver le modèle dans {}</translation>
  </message>
  <message>
   <source>Keep them without a class</source>
   <translation>Les garder sans classe</translation>
  </message>
  <message>
   <source>Keep unsaved</source>
   <translation>Garder sans enregistrer</translation>
  </message>
  <message>
   <source>Kept in {}: {}.</source>
   <translation>Conservé dans {} : {}.</translation>
  </message>
  <message>
   <source>Kept to compare with the original study (its model 4): Sigma that judges each class by itself; as fast as Sigma, and seldom as good.</source>
   <translation>Conservé pour comparer avec l'étude d'origine (son modèle 4) : Sigma qui évalue chaque classe séparément ; aussi rapide que Sigma, et rarement aussi bon.</translation>
  </message>
  <message>
   <source>Kept, they stay in the layer, which stays open for edits; QGIS asks again at its end.</source>
   <translation>Gardées, elles restent dans la couche, qui reste en mode édition ; QGIS redemandera à sa fermeture.</translation>
  </message>
  <message>
   <source>Kept: {}{}. 'Predict map' draws other images with it.</source>
   <translation>Conservé : {}{}. « Prédire une carte » dessine d'autres images avec lui.</translation>
  </message>
  <message>
   <source>Keras models (*.keras *.h5)</source>
   <translation>Modèles Keras (*.keras *.h5)</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>Touche</translation>
  </message>
  <message>
   <source>Key {}; again takes it back</source>
   <translation>Touche {} ; une seconde fois l'annule</translation>
  </message>
  <message>
   <source>Kind of model</source>
   <translation>Type de modèle</translation>
  </message>
  <message>
   <source>Kinds of model</source>
   <translation>Types de modèle </translation>
  </message>
  <message>
   <source>Label</source>
   <translation>Étiquette</translation>
  </message>
  <message>
   <source>Label as {}</source>
   <translation>Étiqueter comme {}</translation>
  </message>
  <message>
   <source>Label layer</source>
   <translation>Couche d'étiquettes</translation>
  </message>
  <message>
   <source>Label says</source>
   <translation>Étiquetée</translation>
  </message>
  <message>
   <source>Label smoothing (0.1 if some are wrong)</source>
   <translation>Lissage des étiquettes (0.1 si erreurs)</translation>
  </message>
  <message>
   <source>Labelled as {}.</source>
   <translation>Étiqueté comme {}.</translation>
  </message>
  <message>
   <source>Labelled polygons</source>
   <translation>Polygones étiquetés</translation>
  </message>
  <message>
   <source>Labelled polygons or points</source>
   <translation>Polygones ou points étiquetés</translation>
  </message>
  <message>
   <source>Labels</source>
   <translation>Étiquettes</translation>
  </message>
  <message>
   <source>Labels that were learned from</source>
   <translation>Étiquettes ayant servi à apprendre</translation>
  </message>
  <message>
   <source>Labels there are (polygons or points)</source>
   <translation>Étiquettes existantes (polygones, points)</translation>
  </message>
  <message>
   <source>Labels to map</source>
   <translation>Des étiquettes à la carte</translation>
  </message>
  <message>
   <source>Labels with their split</source>
   <translation>Étiquettes avec leur répartition</translation>
  </message>
  <message>
   <source>Labels: {}</source>
   <translation>Étiquettes : {}</translation>
  </message>
  <message>
   <source>Laplacian filter</source>
   <translation>Filtre laplacien</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>Couche</translation>
  </message>
  <message>
   <source>Layer (WMS, WMTS, XYZ)</source>
   <translation>Couche (WMS, WMTS, XYZ)</translation>
  </message>
  <message>
   <source>Leads through the mistakes of a model, the surest first, or through points to judge.</source>
   <translation>Mène à travers les erreurs d'un modèle, les plus sûres d'abord, ou à travers des points à juger.</translation>
  </message>
  <message>
   <source>Leads through the places whose labels help most: one key labels each.</source>
   <translation>Mène aux lieux dont les étiquettes aident le plus : une touche étiquette chacun.</translation>
  </message>
  <message>
   <source>Learn from where the model is surest</source>
   <translation>Apprendre là où le modèle est le plus sûr</translation>
  </message>
  <message>
   <source>Learning rate at the start</source>
   <translation>Taux d'apprentissage initial</translation>
  </message>
  <message>
   <source>Learning rate over the epochs</source>
   <translation>Taux d'apprentissage au fil des époques</translation>
  </message>
  <message>
   <source>Learns the class of every labelled pixel, so patches may be large and hold several classes: extract them with the class of each pixel (PIXEL_LABELS), of 64 pixels or more; two to three times slower than Compact.</source>
   <translation>Apprend la classe de chaque pixel étiqueté : les imagettes peuvent donc être grandes et contenir plusieurs classes ; extrayez-les avec la classe de chaque pixel (PIXEL_LABELS), de 64 pixels ou plus ; deux à trois fois plus lent que Compact.</translation>
  </message>
  <message>
   <source>Learns the labels and draws the map …</source>
   <translation>Apprend les étiquettes et dessine la carte …</translation>
  </message>
  <message>
   <source>Learns the labels, scores itself and draws the map of {}.</source>
   <translation>Apprend les étiquettes, s'évalue et dessine la carte de {}.</translation>
  </message>
  <message>
   <source>Learns the labels, scores itself and draws the map.</source>
   <translation>Apprend les étiquettes, s'évalue et dessine la carte.</translation>
  </message>
  <message>
   <source>Least confidence (none if empty)</source>
   <translation>Confiance minimale (aucune si vide)</translation>
  </message>
  <message>
   <source>Least share of a patch that its polygon covers</source>
   <translation>Part minimale couverte par le polygone</translation>
  </message>
  <message>
   <source>Least value (from the image if empty)</source>
   <translation>Valeur minimale (de l'image si vide)</translation>
  </message>
  <message>
   <source>Leaves out the scale and offset that the bands declare.</source>
   <translation>Ignore l'échelle et le décalage que déclarent les bandes.</translation>
  </message>
  <message>
   <source>Leaves the place for good; again takes it back</source>
   <translation>Laisse ce lieu de côté pour de bon ; une seconde fois l'annule</translation>
  </message>
  <message>
   <source>Light and colour jitter (0.1: other images)</source>
   <translation>Variation de lumière (0.1 : autres images)</translation>
  </message>
  <message>
   <source>Likely: Enter takes it</source>
   <translation>Probable : Entrée la choisit</translation>
  </message>
  <message>
   <source>Live &amp;map</source>
   <translation>En &amp;direct</translation>
  </message>
  <message>
   <source>Load the layer of the labels, and choose it above.</source>
   <translation>Chargez la couche des étiquettes et choisissez-la ci-dessus.</translation>
  </message>
  <message>
   <source>Looking for segments…</source>
   <translation>Recherche des segments…</translation>
  </message>
  <message>
   <source>Looking what this takes here …</source>
   <translation>Estimation de ce que cela demande ici …</translation>
  </message>
  <message>
   <source>Macro F1</source>
   <translation>F1 moyen (macro F1)</translation>
  </message>
  <message>
   <source>Macro F1 of labels held out</source>
   <translation>F1 moyen des étiquettes mises de côté</translation>
  </message>
  <message>
   <source>Macro F1 of labels held out in turn, where suggestions were asked for:</source>
   <translation>F1 moyen (macro F1) des étiquettes mises de côté tour à tour, à chaque demande de suggestions :</translation>
  </message>
  <message>
   <source>Majority filter</source>
   <translation>Filtre majoritaire</translation>
  </message>
  <message>
   <source>Majority window radius (pixels, 0: none)</source>
   <translation>Rayon majoritaire (pixels, 0 : aucun)</translation>
  </message>
  <message>
   <source>Make a label layer of it</source>
   <translation>En faire une couche d'étiquettes</translation>
  </message>
  <message>
   <source>Makes a file to label the image in.</source>
   <translation>Crée un fichier pour étiqueter l'image.</translation>
  </message>
  <message>
   <source>Makes a patch dataset, as 'Train model' reads it, of a folder of labelled images of one size, number of bands and type.</source>
   <translation>Crée un jeu d'imagettes, tel que le lit « Entraîner un modèle », à partir d'un dossier d'images étiquetées de même taille, même nombre de bandes et même type.</translation>
  </message>
  <message>
   <source>Makes a raster on the grid of an image that is 1 inside polygons and 0 elsewhere.</source>
   <translation>Crée, sur la grille d'une image, un raster qui vaut 1 dans les polygones et 0 ailleurs.</translation>
  </message>
  <message>
   <source>Makes an empty polygon layer to label an image in, with its classes and colours.</source>
   <translation>Crée une couche de polygones vide pour étiqueter une image, avec ses classes et leurs couleurs.</translation>
  </message>
  <message>
   <source>Makes the change again.</source>
   <translation>Refait la modification.</translation>
  </message>
  <message>
   <source>Map</source>
   <translation>Carte</translation>
  </message>
  <message>
   <source>Map classes</source>
   <translation>Cartographier les classes</translation>
  </message>
  <message>
   <source>Map classes…</source>
   <translation>Cartographier…</translation>
  </message>
  <message>
   <source>Map of changes</source>
   <translation>Carte des changements</translation>
  </message>
  <message>
   <source>Map says</source>
   <translation>La carte dit</translation>
  </message>
  <message>
   <source>Map to hectares</source>
   <translation>De la carte aux hectares</translation>
  </message>
  <message>
   <source>Map to polygons</source>
   <translation>Carte en polygones</translation>
  </message>
  <message>
   <source>Maps: {}</source>
   <translation>Cartes : {}</translation>
  </message>
  <message>
   <source>Mark what is unlike training (254)</source>
   <translation>Marquer ce qui diffère de l'apprentissage (254)</translation>
  </message>
  <message>
   <source>Mark what the mask excludes (255)</source>
   <translation>Marquer ce que le masque exclut (255)</translation>
  </message>
  <message>
   <source>Marks pixels without data in the output: results of this value have none.</source>
   <translation>Marque les pixels sans donnée dans la sortie : les résultats de cette valeur sont alors sans donnée.</translation>
  </message>
  <message>
   <source>Mask</source>
   <translation>Masque</translation>
  </message>
  <message>
   <source>Mask (raster where not 0, or polygons)</source>
   <translation>Masque (raster non nul, ou polygones)</translation>
  </message>
  <message>
   <source>Mask from polygons</source>
   <translation>Masque à partir de polygones</translation>
  </message>
  <message>
   <source>Mask the inside instead</source>
   <translation>Masquer plutôt l'intérieur</translation>
  </message>
  <message>
   <source>Match &amp;features to its training</source>
   <translation>&amp;Aligner les descripteurs sur son apprentissage</translation>
  </message>
  <message>
   <source>Match each band to training</source>
   <translation>Ajuster chaque bande à l'apprentissage</translation>
  </message>
  <message>
   <source>Matrix (spaces, and semicolons between rows)</source>
   <translation>Matrice (espaces, points-virgules entre lignes)</translation>
  </message>
  <message>
   <source>Maximum filter</source>
   <translation>Filtre maximum</translation>
  </message>
  <message>
   <source>Mean filter</source>
   <translation>Filtre moyenne</translation>
  </message>
  <message>
   <source>Measures</source>
   <translation>Mesures</translation>
  </message>
  <message>
   <source>Median filter</source>
   <translation>Filtre médian</translation>
  </message>
  <message>
   <source>Memory cap, such as 256M or 1G</source>
   <translation>Plafond de mémoire, par ex. 256M ou 1G</translation>
  </message>
  <message>
   <source>Merge into</source>
   <translation>Fusionner dans</translation>
  </message>
  <message>
   <source>Merge {} into {}</source>
   <translation>Fusionner {} dans {}</translation>
  </message>
  <message>
   <source>Minimum filter</source>
   <translation>Filtre minimum</translation>
  </message>
  <message>
   <source>Minutes between savings; 0 saves each change at once</source>
   <translation>Minutes entre deux enregistrements ; 0 enregistre aussitôt chaque modification</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modèle</translation>
  </message>
  <message>
   <source>Model card</source>
   <translation>Fiche du modèle</translation>
  </message>
  <message>
   <source>Model of other images</source>
   <translation>Modèle d'autres images</translation>
  </message>
  <message>
   <source>Model says</source>
   <translation>Prédite</translation>
  </message>
  <message>
   <source>Model to start from (of the same kind)</source>
   <translation>Modèle de départ (du même type)</translation>
  </message>
  <message>
   <source>Model: {}</source>
   <translation>Modèle : {}</translation>
  </message>
  <message>
   <source>Models (*.keras)</source>
   <translation>Modèles (*.keras)</translation>
  </message>
  <message>
   <source>Models (*.keras);;ImageNet weights (*.h5 *.npz)</source>
   <translation>Modèles (*.keras);;Poids ImageNet (*.h5 *.npz)</translation>
  </message>
  <message>
   <source>More images with the same labels</source>
   <translation>Autres images avec les mêmes étiquettes</translation>
  </message>
  <message>
   <source>More images, drawn on the same map</source>
   <translation>Autres images, dessinées sur la même carte</translation>
  </message>
  <message>
   <source>Most memory for pixels that are read and not yet written, whatever the size of the image. Results do not depend on it.</source>
   <translation>Mémoire maximale pour les pixels lus et pas encore écrits, quelle que soit la taille de l'image. Les résultats n'en dépendent pas.</translation>
  </message>
  <message>
   <source>Most patches of a class (all if empty)</source>
   <translation>Imagettes max. par classe (toutes si vide)</translation>
  </message>
  <message>
   <source>Most pixels of a picture (WMS)</source>
   <translation>Pixels d'une requête au plus (WMS)</translation>
  </message>
  <message>
   <source>Most requests</source>
   <translation>Requêtes au plus</translation>
  </message>
  <message>
   <source>NAME_confidence.tif: the probability of the class drawn.</source>
   <translation>NOM_confidence.tif : la probabilité de la classe dessinée.</translation>
  </message>
  <message>
   <source>NAME_probabilities.tif: one band for each class.</source>
   <translation>NOM_probabilities.tif : une bande par classe.</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Nom</translation>
  </message>
  <message>
   <source>Names or codes of classes: only what has one of these is taken.</source>
   <translation>Noms ou codes de classes : seul ce qui en a un est pris.</translation>
  </message>
  <message>
   <source>Names or codes of the classes whose areas become polygons.</source>
   <translation>Noms ou codes des classes dont les zones deviennent des polygones.</translation>
  </message>
  <message>
   <source>Names or codes with commas, such as oak,poplar,meadow; if empty the order of codes.</source>
   <translation>Noms ou codes séparés par des virgules, par exemple oak,poplar,meadow ; vide : l'ordre des codes.</translation>
  </message>
  <message>
   <source>Needed where the images are no GeoTIFFs: a model is only used on images with pixels like those that it learned from.</source>
   <translation>Nécessaire si les images ne sont pas des GeoTIFF : un modèle ne s'utilise que sur des images dont les pixels sont comme ceux de son apprentissage.</translation>
  </message>
  <message>
   <source>Neighbours</source>
   <translation>Voisins</translation>
  </message>
  <message>
   <source>Network without a card</source>
   <translation>Réseau sans fiche</translation>
  </message>
  <message>
   <source>Networks and forests cannot run yet.</source>
   <translation>Les réseaux et les forêts ne peuvent pas encore fonctionner.</translation>
  </message>
  <message>
   <source>Networks and random forests run in a Python of their own, with TensorFlow. It is made in the folder of your QGIS profile: QGIS itself is not touched, and no administrator is needed.</source>
   <translation>Les réseaux et les forêts aléatoires tournent dans un Python à part, avec TensorFlow. Il est créé dans le dossier de votre profil QGIS : QGIS lui-même n'est pas touché, et aucun droit d'administrateur n'est nécessaire.</translation>
  </message>
  <message>
   <source>New label layer</source>
   <translation>Nouvelle couche d'étiquettes</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>Suivant</translation>
  </message>
  <message>
   <source>Next  (N)</source>
   <translation>Suivant  (N)</translation>
  </message>
  <message>
   <source>Next unlabelled</source>
   <translation>Prochain polygone sans classe</translation>
  </message>
  <message>
   <source>No class</source>
   <translation>Sans classe</translation>
  </message>
  <message>
   <source>No mistake is of this kind: choose other classes or verdicts.</source>
   <translation>Aucune erreur de ce genre : choisissez d'autres classes ou d'autres verdicts.</translation>
  </message>
  <message>
   <source>No mistakes</source>
   <translation>Aucune erreur</translation>
  </message>
  <message>
   <source>No network but the yardstick for one: learns tones and texture within seconds, needs neither TensorFlow nor a graphics card, and often does well with few polygons.</source>
   <translation>Pas un réseau, mais la référence pour juger les réseaux : apprend les tons et la texture en quelques secondes, sans TensorFlow ni carte graphique, et donne souvent de bons résultats avec peu de polygones.</translation>
  </message>
  <message>
   <source>No places</source>
   <translation>Aucun lieu</translation>
  </message>
  <message>
   <source>No polygon of it can be held out: draw it in a second place.</source>
   <translation>Aucun de ses polygones ne peut être mis de côté : dessinez-la en un second lieu.</translation>
  </message>
  <message>
   <source>No reports yet. 'Map classes', 'Train model', 'Assess map' and others write one; it then stands here.</source>
   <translation>Pas encore de rapport. « Cartographier les classes », « Entraîner un modèle », « Évaluer une carte » et d'autres en écrivent un ; il apparaît alors ici.</translation>
  </message>
  <message>
   <source>Nodata value (chosen to fit if empty)</source>
   <translation>Valeur nodata (choisie si vide)</translation>
  </message>
  <message>
   <source>Not among the {}</source>
   <translation>Hors liste ({})</translation>
  </message>
  <message>
   <source>Not reviewed</source>
   <translation>Non revue</translation>
  </message>
  <message>
   <source>Note (optional)</source>
   <translation>Note (facultative)</translation>
  </message>
  <message>
   <source>Nothing could be kept in {}: {}. Choose another folder.</source>
   <translation>Rien n'a pu être conservé dans {} : {}. Choisissez un autre dossier.</translation>
  </message>
  <message>
   <source>Number of areas that went</source>
   <translation>Nombre de zones disparues</translation>
  </message>
  <message>
   <source>Number of classes</source>
   <translation>Nombre de classes</translation>
  </message>
  <message>
   <source>Number of grey levels</source>
   <translation>Nombre de niveaux de gris</translation>
  </message>
  <message>
   <source>Number of maps</source>
   <translation>Nombre de cartes</translation>
  </message>
  <message>
   <source>Number of mistakes</source>
   <translation>Nombre d'erreurs</translation>
  </message>
  <message>
   <source>Number of patches</source>
   <translation>Nombre d'imagettes</translation>
  </message>
  <message>
   <source>Number of places</source>
   <translation>Nombre de lieux</translation>
  </message>
  <message>
   <source>Number of points</source>
   <translation>Nombre de points</translation>
  </message>
  <message>
   <source>Number of polygons</source>
   <translation>Nombre de polygones</translation>
  </message>
  <message>
   <source>Number of problems</source>
   <translation>Nombre de problèmes</translation>
  </message>
  <message>
   <source>Of 'compromise', where the points suffice; a class of fewer pixels gets all of them.</source>
   <translation>Pour 'compromise', si les points suffisent ; une classe de moins de pixels les reçoit tous.</translation>
  </message>
  <message>
   <source>Of a new class; left empty it is the one after the highest.</source>
   <translation>D'une nouvelle classe ; vide, c'est celui qui suit le plus élevé.</translation>
  </message>
  <message>
   <source>Of half a metre; all classes are there from 600 on.</source>
   <translation>D'un demi-mètre chacun ; toutes les classes sont présentes à partir de 600.</translation>
  </message>
  <message>
   <source>Of models of dense features and forests of pixels, NAME_applicability.tif: above 1 a place is unlike all labelled ones.</source>
   <translation>Pour les modèles à descripteurs profonds et les forêts de pixels, NOM_applicability.tif : au-dessus de 1, un lieu ne ressemble à aucun de ceux qui sont étiquetés.</translation>
  </message>
  <message>
   <source>Of models of dense features and forests of pixels: what is farther from all labelled places than these are from each other (APPLICABILITY above 1) gets the code 254, unsure, too.</source>
   <translation>Pour les modèles à descripteurs profonds et les forêts de pixels : ce qui est plus loin de tous les lieux étiquetés que ceux-ci ne le sont entre eux (APPLICABILITY supérieure à 1) reçoit aussi le code 254, incertain.</translation>
  </message>
  <message>
   <source>Of models of dense features, on images that they did not learn from: what the map, so matched, is surest of is learned beside what the model knows, twice. It takes about three times as long.</source>
   <translation>Pour les modèles à descripteurs profonds, sur des images absentes de leur apprentissage : ce dont la carte ainsi ajustée est la plus sûre est appris en plus de ce que sait le modèle, deux fois. Cela prend environ trois fois plus de temps.</translation>
  </message>
  <message>
   <source>Of patches of one polygon that are mistaken alike, only the worst</source>
   <translation>Parmi les imagettes d'un polygone mal classées de la même façon, seulement la pire</translation>
  </message>
  <message>
   <source>Of several images: 'first' reads them as one, each pixel from the first image that has data there. 'mean' looks at each image by itself and averages their probabilities.</source>
   <translation>Pour plusieurs images : « first » les lit comme une seule, chaque pixel venant de la première image qui y a des données. « mean » regarde chaque image pour elle-même et fait la moyenne de leurs probabilités.</translation>
  </message>
  <message>
   <source>Of the patches of each class, by whole groups, where no split field says it.</source>
   <translation>Des imagettes de chaque classe, par groupes entiers, si aucun champ de répartition ne le dit.</translation>
  </message>
  <message>
   <source>Of the window around each pixel: with 1 it is 3 pixels wide, with 2 it is 5.</source>
   <translation>De la fenêtre autour de chaque pixel : avec 1, elle fait 3 pixels de large, avec 2, elle en fait 5.</translation>
  </message>
  <message>
   <source>Of tiles, with {x}, {y} and {z} in it; or of a WMS or WMTS, with LAYERS=… (LAYER=…) where it has several. Put keys into QGIS's authentication rather than here.</source>
   <translation>De tuiles, avec {x}, {y} et {z} dedans ; ou d'un WMS ou WMTS, avec LAYERS=… (LAYER=…) s'il en a plusieurs. Mettez les clés dans l'authentification de QGIS plutôt qu'ici.</translation>
  </message>
  <message>
   <source>Once scored, the model is trained again on all patches, those of the validation too: it is then better than its scores, which stay those of the first.</source>
   <translation>Une fois évalué, le modèle est réentraîné sur toutes les imagettes, celles de validation comprises : il est alors meilleur que ses scores, qui restent ceux du premier.</translation>
  </message>
  <message>
   <source>One patch for each pixel whose centre a polygon holds, whatever surrounds it: for coarse pixels and small polygons. The patch size must be odd, and is 7 if empty; the stride, the least share that is covered and that without data then decide nothing.</source>
   <translation>Une imagette pour chaque pixel dont le centre est dans un polygone, quel que soit ce qui l'entoure : pour les grands pixels et les petits polygones. La taille d'imagette doit être impaire et vaut 7 si vide ; le pas, la part minimale couverte et la part sans donnée ne décident alors de rien.</translation>
  </message>
  <message>
   <source>Opacity of the live map</source>
   <translation>Opacité de la carte en direct</translation>
  </message>
  <message>
   <source>Open in browser</source>
   <translation>Ouvrir dans le navigateur</translation>
  </message>
  <message>
   <source>Opening filter</source>
   <translation>Filtre d'ouverture</translation>
  </message>
  <message>
   <source>Opens the panel 'Labels': its layer, image and size of patch</source>
   <translation>Ouvre le panneau « Étiquettes » : sa couche, son image et la taille d'imagette</translation>
  </message>
  <message>
   <source>Opens this panel when a run that you started writes a report.</source>
   <translation>Ouvre ce panneau quand un traitement que vous avez lancé écrit un rapport.</translation>
  </message>
  <message>
   <source>Or polygons, to fetch what is around them</source>
   <translation>Ou des polygones, pour ce qui est autour d'eux</translation>
  </message>
  <message>
   <source>Or the address of a service</source>
   <translation>Ou l'adresse d'un service</translation>
  </message>
  <message>
   <source>Otherwise a cell gets what is said of the patch centred on it.</source>
   <translation>Sinon, une cellule reçoit ce qui est prédit pour l'imagette centrée sur elle.</translation>
  </message>
  <message>
   <source>Otherwise a pixel counts where its centre lies in the zone, so that the hectares of neighbours add up. For zones that are narrower than a pixel.</source>
   <translation>Sinon un pixel compte si son centre est dans la zone, de sorte que les hectares de voisins s'additionnent. Pour des zones plus étroites qu'un pixel.</translation>
  </message>
  <message>
   <source>Otherwise borders run along the cells.</source>
   <translation>Sinon, les limites suivent les cellules.</translation>
  </message>
  <message>
   <source>Outlines the like ground under the mouse; the wheel, + and - make it larger or smaller, a click takes it. Ctrl and the wheel zoom.</source>
   <translation>Entoure le terrain semblable sous la souris ; la molette, + et - l'agrandissent ou le réduisent, un clic le prend. Ctrl et la molette zooment.</translation>
  </message>
  <message>
   <source>Outlines the segment under the mouse; the wheel, + and - change the size of segments, a click takes one, a drag several as one polygon. Ctrl and the wheel zoom.</source>
   <translation>Entoure le segment sous la souris ; la molette, + et - changent la taille des segments, un clic en prend un, un glissement plusieurs en un seul polygone. Ctrl et la molette zooment.</translation>
  </message>
  <message>
   <source>Overall accuracy</source>
   <translation>Accord global</translation>
  </message>
  <message>
   <source>Overall accuracy, as a share of the area</source>
   <translation>Accord global, en part de la surface</translation>
  </message>
  <message>
   <source>Pairs of classes that occur</source>
   <translation>Paires de classes présentes</translation>
  </message>
  <message>
   <source>Part of each class that is drawn for validation; of the training images, where there are folders of splits but none for validation.</source>
   <translation>Part de chaque classe tirée pour la validation ; elle est prise dans les images d'apprentissage s'il y a des dossiers de répartition mais aucun pour la validation.</translation>
  </message>
  <message>
   <source>Part of the area of each class for validation. 0 where only the folds do that: no buffer is then cut between polygons that both train.</source>
   <translation>Part de la surface de chaque classe pour la validation. 0 si seuls les plis en tiennent lieu : aucun tampon n'est alors découpé entre des polygones qui servent tous à l'apprentissage.</translation>
  </message>
  <message>
   <source>Part of the area of each class that no training sees and no epoch is chosen by.</source>
   <translation>Part de la surface de chaque classe qui ne sert ni à l'apprentissage ni au choix de l'époque.</translation>
  </message>
  <message>
   <source>Part of the image to look at (megapixels)</source>
   <translation>Partie de l'image à examiner (mégapixels)</translation>
  </message>
  <message>
   <source>Passes over the training patches, at least 30 batches each.</source>
   <translation>Passages sur les imagettes d'apprentissage, d'au moins 30 lots chacun.</translation>
  </message>
  <message>
   <source>Patch dataset</source>
   <translation>Jeu d'imagettes</translation>
  </message>
  <message>
   <source>Patch size (pixels; chosen if empty)</source>
   <translation>Taille d'imagette (pixels ; choisie si vide)</translation>
  </message>
  <message>
   <source>Patches</source>
   <translation>Imagettes</translation>
  </message>
  <message>
   <source>Patches around labelled pixels (for pixel_forest)</source>
   <translation>Imagettes autour des pixels étiquetés (pixel_forest)</translation>
  </message>
  <message>
   <source>Patches of one train step.</source>
   <translation>Imagettes d'un pas d'apprentissage.</translation>
  </message>
  <message>
   <source>Patches of the test</source>
   <translation>Imagettes du test</translation>
  </message>
  <message>
   <source>Patches to score on</source>
   <translation>Imagettes d'évaluation</translation>
  </message>
  <message>
   <source>Patience (epochs without gain; 0: run all)</source>
   <translation>Patience (époques sans gain ; 0 : toutes)</translation>
  </message>
  <message>
   <source>Percentile (0 to 100)</source>
   <translation>Percentile (0 à 100)</translation>
  </message>
  <message>
   <source>Percentile filter</source>
   <translation>Filtre percentile</translation>
  </message>
  <message>
   <source>Pick on the map</source>
   <translation>Clic sur la carte</translation>
  </message>
  <message>
   <source>Pictures without an image</source>
   <translation>Requêtes sans image</translation>
  </message>
  <message>
   <source>Pictures without transparency that are white or black all over have 'nodata', for services send them where they have no image; 'keep' makes them pixels.</source>
   <translation>Les images partielles sans transparence toutes blanches ou noires sont sans données ('nodata'), car des services les envoient là où ils n'ont pas d'image ; 'keep' en fait des pixels.</translation>
  </message>
  <message>
   <source>Pixel size (metres), if not in images</source>
   <translation>Taille de pixel (mètres), si non indiquée</translation>
  </message>
  <message>
   <source>Pixel size (of tiles: the finest if empty)</source>
   <translation>Taille de pixel (tuiles : la plus fine si vide)</translation>
  </message>
  <message>
   <source>Pixel size, as the model was trained on</source>
   <translation>Taille de pixel, celle de l'entraînement du modèle</translation>
  </message>
  <message>
   <source>Pixels without data get the mean of the patch's other pixels, band by band, as when a map is drawn.</source>
   <translation>Les pixels sans donnée prennent la moyenne des autres pixels de l'imagette, bande par bande, comme lors du dessin d'une carte.</translation>
  </message>
  <message>
   <source>Place {} of {}</source>
   <translation>Lieu {} sur {}</translation>
  </message>
  <message>
   <source>Places that 'Suggest where to label' has found</source>
   <translation>Lieux que « Suggérer où étiqueter » a trouvés</translation>
  </message>
  <message>
   <source>Places to label</source>
   <translation>Lieux à étiqueter</translation>
  </message>
  <message>
   <source>Places to suggest</source>
   <translation>Lieux à suggérer</translation>
  </message>
  <message>
   <source>Point {}</source>
   <translation>Point {}</translation>
  </message>
  <message>
   <source>Points of a class, at least</source>
   <translation>Points par classe, au moins</translation>
  </message>
  <message>
   <source>Points to draw</source>
   <translation>Points à tirer</translation>
  </message>
  <message>
   <source>Points to judge</source>
   <translation>Points à juger</translation>
  </message>
  <message>
   <source>Points to judge by eye, in all classes together. Four times as many make ranges half as wide.</source>
   <translation>Points à juger à l'œil, toutes classes ensemble. Quatre fois plus de points donnent des intervalles deux fois plus étroits.</translation>
  </message>
  <message>
   <source>Polygon {}</source>
   <translation>Le polygone {}</translation>
  </message>
  <message>
   <source>Polygons</source>
   <translation>Polygones</translation>
  </message>
  <message>
   <source>Polygons in test</source>
   <translation>Polygones de test</translation>
  </message>
  <message>
   <source>Polygons in train</source>
   <translation>Polygones d'apprentissage</translation>
  </message>
  <message>
   <source>Polygons in valid</source>
   <translation>Polygones de validation</translation>
  </message>
  <message>
   <source>Polygons of the classes</source>
   <translation>Polygones des classes</translation>
  </message>
  <message>
   <source>Polygons of the map</source>
   <translation>Polygones de la carte</translation>
  </message>
  <message>
   <source>Polygons that the buffer took whole</source>
   <translation>Polygones disparus dans le tampon</translation>
  </message>
  <message>
   <source>Poplar NN</source>
   <translation>Poplar NN</translation>
  </message>
  <message>
   <source>Poplar NN: install what networks take</source>
   <translation>Poplar NN : installer de quoi entraîner des réseaux</translation>
  </message>
  <message>
   <source>Poplars planted 7 m apart lie 14 pixels of half a metre apart.</source>
   <translation>Des peupliers plantés à 7 m d'intervalle sont à 14 pixels d'un demi-mètre les uns des autres.</translation>
  </message>
  <message>
   <source>Precision (auto: 16 bits where GPUs gain)</source>
   <translation>Précision (auto : 16 bits si le GPU y gagne)</translation>
  </message>
  <message>
   <source>Predict each image</source>
   <translation>Prédire chaque image</translation>
  </message>
  <message>
   <source>Predict map</source>
   <translation>Prédire une carte</translation>
  </message>
  <message>
   <source>Predict map…</source>
   <translation>Prédire une carte…</translation>
  </message>
  <message>
   <source>Press 'Suggest …', or choose places that 'Suggest where to label' has found.</source>
   <translation>Cliquez sur « Suggérer … », ou choisissez des lieux trouvés par « Suggérer où étiqueter ».</translation>
  </message>
  <message>
   <source>Preview at column {col}, row {row}:</source>
   <translation>Aperçu à la colonne {col}, ligne {row} :</translation>
  </message>
  <message>
   <source>Preview, of pixels {} times as large: zoom in for the map itself.</source>
   <translation>Aperçu, avec des pixels {} fois plus grands : zoomez pour voir la carte elle-même.</translation>
  </message>
  <message>
   <source>Previous</source>
   <translation>Précédent</translation>
  </message>
  <message>
   <source>Previous  (P)</source>
   <translation>Précédent  (P)</translation>
  </message>
  <message>
   <source>Principal components (0: all features)</source>
   <translation>Composantes principales (0 : tout garder)</translation>
  </message>
  <message>
   <source>Probabilities (one band for each class)</source>
   <translation>Probabilités (une bande par classe)</translation>
  </message>
  <message>
   <source>Problems</source>
   <translation>Problèmes</translation>
  </message>
  <message>
   <source>Problems of the labels</source>
   <translation>Problèmes des étiquettes</translation>
  </message>
  <message>
   <source>Python file</source>
   <translation>Fichier Python</translation>
  </message>
  <message>
   <source>Radius (pixels)</source>
   <translation>Rayon (pixels)</translation>
  </message>
  <message>
   <source>Radius of the texture (pixels)</source>
   <translation>Rayon de la texture (pixels)</translation>
  </message>
  <message>
   <source>Range filter</source>
   <translation>Filtre d'étendue</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>Refaire</translation>
  </message>
  <message>
   <source>Redo: {}</source>
   <translation>Refaire : {}</translation>
  </message>
  <message>
   <source>Reference</source>
   <translation>Référence</translation>
  </message>
  <message>
   <source>Reference (raster, polygons or points)</source>
   <translation>Référence (raster, polygones ou points)</translation>
  </message>
  <message>
   <source>Relabel</source>
   <translation>Réétiqueter</translation>
  </message>
  <message>
   <source>Remove what was installed</source>
   <translation>Supprimer ce qui a été installé</translation>
  </message>
  <message>
   <source>Removes single pixels and small areas from a class map, and fills holes.</source>
   <translation>Enlève les pixels isolés et les petites zones d'une carte de classes, et comble les trous.</translation>
  </message>
  <message>
   <source>Removes the worker's Python and its packages from your QGIS profile. With Install, it is installed anew.</source>
   <translation>Supprime le Python du worker et ses paquets de votre profil QGIS. Avec « Installer », tout est réinstallé.</translation>
  </message>
  <message>
   <source>Rename class</source>
   <translation>Renommer la classe</translation>
  </message>
  <message>
   <source>Rename {} to {}</source>
   <translation>Renommer {} en {}</translation>
  </message>
  <message>
   <source>Replace each pixel by a percentile of the valid pixels in the window around it.</source>
   <translation>Remplace chaque pixel par un percentile des pixels valides dans la fenêtre qui l'entoure.</translation>
  </message>
  <message>
   <source>Replace each pixel by the greatest valid value in the window around it.</source>
   <translation>Remplace chaque pixel par la plus grande valeur valide dans la fenêtre qui l'entoure.</translation>
  </message>
  <message>
   <source>Replace each pixel by the least valid value in the window around it.</source>
   <translation>Remplace chaque pixel par la plus petite valeur valide dans la fenêtre qui l'entoure.</translation>
  </message>
  <message>
   <source>Replace each pixel by the mean of the valid pixels in the window around it.</source>
   <translation>Remplace chaque pixel par la moyenne des pixels valides dans la fenêtre qui l'entoure.</translation>
  </message>
  <message>
   <source>Replace each pixel by the median of the valid pixels in the window around it.</source>
   <translation>Remplace chaque pixel par la médiane des pixels valides dans la fenêtre qui l'entoure.</translation>
  </message>
  <message>
   <source>Replace each pixel by the value found most often in the window around it.</source>
   <translation>Remplace chaque pixel par la valeur la plus fréquente dans la fenêtre qui l'entoure.</translation>
  </message>
  <message>
   <source>Report on the cross-validation</source>
   <translation>Rapport sur la validation croisée</translation>
  </message>
  <message>
   <source>Report on the labels</source>
   <translation>Rapport sur les étiquettes</translation>
  </message>
  <message>
   <source>Report on the map</source>
   <translation>Rapport sur la carte</translation>
  </message>
  <message>
   <source>Report on the model</source>
   <translation>Rapport sur le modèle</translation>
  </message>
  <message>
   <source>Report on the test</source>
   <translation>Rapport sur le test</translation>
  </message>
  <message>
   <source>Report: {}</source>
   <translation>Rapport : {}</translation>
  </message>
  <message>
   <source>Reports</source>
   <translation>Rapports</translation>
  </message>
  <message>
   <source>Reports of this session and beside the layers of the project.</source>
   <translation>Rapports de cette session et à côté des couches du projet.</translation>
  </message>
  <message>
   <source>Requests at a time</source>
   <translation>Requêtes à la fois</translation>
  </message>
  <message>
   <source>Requests that were sent</source>
   <translation>Requêtes envoyées</translation>
  </message>
  <message>
   <source>Resample the image to the pixel size of training</source>
   <translation>Rééchantillonner l'image à la taille de pixel de l'apprentissage</translation>
  </message>
  <message>
   <source>Resolution jitter (0.2: other cameras)</source>
   <translation>Variation de résolution (0.2 : autre capteur)</translation>
  </message>
  <message>
   <source>Result</source>
   <translation>Résultat</translation>
  </message>
  <message>
   <source>Resume where this training broke off</source>
   <translation>Reprendre l'entraînement interrompu</translation>
  </message>
  <message>
   <source>Review mistakes</source>
   <translation>Revoir les erreurs</translation>
  </message>
  <message>
   <source>Review: {}</source>
   <translation>Revue : {}</translation>
  </message>
  <message>
   <source>Reviewed</source>
   <translation>Verdict</translation>
  </message>
  <message>
   <source>Right</source>
   <translation>Juste</translation>
  </message>
  <message>
   <source>Run 'Evaluate model' with its footprints, load them, and choose them here: then the mistakes of the model are shown one by one.</source>
   <translation>Lancez « Évaluer un modèle » avec ses emprises, chargez-les et choisissez-les ici : les erreurs du modèle sont alors montrées une à une.</translation>
  </message>
  <message>
   <source>Runs a function of your own Python file over images, block by block.</source>
   <translation>Exécute une fonction de votre propre fichier Python sur des images, bloc par bloc.</translation>
  </message>
  <message>
   <source>Sample labels</source>
   <translation>Étiquettes d'exemple</translation>
  </message>
  <message>
   <source>Sample map</source>
   <translation>Carte d'exemple</translation>
  </message>
  <message>
   <source>Sample points</source>
   <translation>Tirer des points</translation>
  </message>
  <message>
   <source>Sample scene</source>
   <translation>Scène d'exemple</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Enregistrer</translation>
  </message>
  <message>
   <source>Save  (S)</source>
   <translation>Enregistrer  (S)</translation>
  </message>
  <message>
   <source>Save the review</source>
   <translation>Enregistrer la revue</translation>
  </message>
  <message>
   <source>Saved at {}.</source>
   <translation>Enregistré à {}.</translation>
  </message>
  <message>
   <source>Saves a part of a WMS, WMTS or XYZ layer as a GeoTIFF, which all other tools can read.</source>
   <translation>Enregistre une partie d'une couche WMS, WMTS ou XYZ en GeoTIFF, que tous les autres outils savent lire.</translation>
  </message>
  <message>
   <source>Saves by itself, so that nothing is lost if QGIS ends.</source>
   <translation>Enregistre de lui-même, pour que rien ne soit perdu si QGIS s'arrête.</translation>
  </message>
  <message>
   <source>Say what it takes and write nothing</source>
   <translation>Dire ce qu'il faut et ne rien écrire</translation>
  </message>
  <message>
   <source>Says which parts of Poplar NN can run here, and installs what is missing.</source>
   <translation>Dit quelles parties de Poplar NN fonctionnent ici, et installe ce qui manque.</translation>
  </message>
  <message>
   <source>Score a quick random forest beside the network</source>
   <translation>Comparer à une forêt aléatoire rapide</translation>
  </message>
  <message>
   <source>Scores a model on polygons that it never saw, and by cross-validation over all of them.</source>
   <translation>Évalue un modèle sur des polygones qu'il n'a jamais vus, et par validation croisée sur tous.</translation>
  </message>
  <message>
   <source>Scores a model on the patches of one split, and shows where it is right and wrong.</source>
   <translation>Évalue un modèle sur les imagettes d'un sous-ensemble, et montre où il a raison et où il se trompe.</translation>
  </message>
  <message>
   <source>Seed (the same seed gives the same result)</source>
   <translation>Graine aléatoire (même graine, même résultat)</translation>
  </message>
  <message>
   <source>Segments of about {side} x {side} pixels, by {by}. The wheel, + and - change their size; a click takes one, a drag several.</source>
   <translation>Segments d'environ {side} x {side} pixels, par {by}. La molette, + et - changent leur taille ; un clic en prend un, un glissement plusieurs.</translation>
  </message>
  <message>
   <source>Select the polygon of the patch, so that it can be corrected</source>
   <translation>Sélectionner le polygone de l'imagette, pour pouvoir le corriger</translation>
  </message>
  <message>
   <source>Service to map</source>
   <translation>Du service à la carte</translation>
  </message>
  <message>
   <source>Share for test</source>
   <translation>Part pour le test</translation>
  </message>
  <message>
   <source>Share for validation</source>
   <translation>Part pour la validation</translation>
  </message>
  <message>
   <source>Share of each class kept for validation</source>
   <translation>Part de chaque classe pour la validation</translation>
  </message>
  <message>
   <source>Share of the area of another class</source>
   <translation>Part de la surface d'une autre classe</translation>
  </message>
  <message>
   <source>Shares of the classes</source>
   <translation>Parts des classes</translation>
  </message>
  <message>
   <source>Sharpen by adding what a Gaussian filter takes away, times an amount.</source>
   <translation>Accentue les détails en ajoutant ce qu'un filtre gaussien enlève, multiplié par une quantité.</translation>
  </message>
  <message>
   <source>Show  (M)</source>
   <translation>Montrer  (M)</translation>
  </message>
  <message>
   <source>Show all classes</source>
   <translation>Afficher toutes les classes</translation>
  </message>
  <message>
   <source>Show edges: how steeply values change at each pixel.</source>
   <translation>Montre les contours : à quelle vitesse les valeurs changent à chaque pixel.</translation>
  </message>
  <message>
   <source>Show new reports here</source>
   <translation>Montrer ici les nouveaux rapports</translation>
  </message>
  <message>
   <source>Show only this class</source>
   <translation>Afficher seulement cette classe</translation>
  </message>
  <message>
   <source>Show where values bend: the sum of the neighbours' differences from each pixel.</source>
   <translation>Montre où les valeurs s'infléchissent : la somme des écarts entre les voisins et chaque pixel.</translation>
  </message>
  <message>
   <source>Shows every polygon again.</source>
   <translation>Affiche de nouveau tous les polygones.</translation>
  </message>
  <message>
   <source>Shows what a model is for, what it learned from, how good it is, and what it does not know, as one HTML page.</source>
   <translation>Montre à quoi sert un modèle, sur quoi il a été entraîné, ce qu'il vaut et ce qu'il ne sait pas, dans une page HTML.</translation>
  </message>
  <message>
   <source>Side of a cell of the map. Smaller cells find smaller things and take longer.</source>
   <translation>Côté d'une cellule de la carte. Des cellules plus petites trouvent des objets plus petits et prennent plus de temps.</translation>
  </message>
  <message>
   <source>Side of a patch; its square follows the cursor.</source>
   <translation>Côté d'une imagette ; son carré suit le curseur.</translation>
  </message>
  <message>
   <source>Side of the pictures that a WMS is asked for, unless it allows less.</source>
   <translation>Côté des images demandées à un WMS, s'il n'en permet pas moins.</translation>
  </message>
  <message>
   <source>Side of the scene (pixels)</source>
   <translation>Côté de la scène (pixels)</translation>
  </message>
  <message>
   <source>Side of the square blocks.</source>
   <translation>Côté des blocs carrés.</translation>
  </message>
  <message>
   <source>Side of the square that a network sees at once: several trees, or what tells the classes, should fit in. Left empty it shows up to 15 m of ground, or less where a class would have no patches in two places; the log says what each size leaves of the classes.</source>
   <translation>Côté du carré qu'un réseau voit en une fois : plusieurs arbres, ou ce qui distingue les classes, devraient y tenir. Vide, il montre jusqu'à 15 m de terrain, ou moins si une classe n'avait pas d'imagettes en deux lieux ; le journal dit ce que chaque taille laisse des classes.</translation>
  </message>
  <message>
   <source>Side of the squares of ground of 'blocks'.</source>
   <translation>Côté des carrés de terrain de 'blocks'.</translation>
  </message>
  <message>
   <source>Sigma of the bell curve (pixels)</source>
   <translation>Sigma de la gaussienne (pixels)</translation>
  </message>
  <message>
   <source>Sigma of the bell curve (wavelengths)</source>
   <translation>Sigma de la gaussienne (longueurs d'onde)</translation>
  </message>
  <message>
   <source>Simplify by (m, 1.5 pixels if empty)</source>
   <translation>Simplifier de (m, 1,5 pixel si vide)</translation>
  </message>
  <message>
   <source>Size of the first train steps; lower it where the loss does not fall.</source>
   <translation>Taille des premiers pas d'apprentissage ; à diminuer si la perte ne baisse pas.</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>Passer</translation>
  </message>
  <message>
   <source>Smaller areas are merged into the neighbour with which they have the longest border, before borders are drawn; those without a neighbour are left out. 10000 m² are 1 ha.</source>
   <translation>Les zones plus petites sont fusionnées avec la voisine avec laquelle elles ont la plus longue frontière, avant le tracé des limites ; celles sans voisine sont laissées de côté. 10000 m² font 1 ha.</translation>
  </message>
  <message>
   <source>Smallest area (m², 0: all)</source>
   <translation>Plus petite surface (m², 0 : toutes)</translation>
  </message>
  <message>
   <source>Smallest area (m², 10 pixels if empty)</source>
   <translation>Plus petite surface (m², 10 pixels si vide)</translation>
  </message>
  <message>
   <source>Smallest area that stays (square metres)</source>
   <translation>Plus petite surface gardée (mètres carrés)</translation>
  </message>
  <message>
   <source>Smooth by a mean that weighs near pixels more, by a bell curve.</source>
   <translation>Lisse par une moyenne qui donne plus de poids aux pixels proches, selon une courbe en cloche.</translation>
  </message>
  <message>
   <source>Smooths an image, measures its texture, trains a model on both and draws the map.</source>
   <translation>Lisse une image, mesure sa texture, entraîne un modèle sur les deux et dessine la carte.</translation>
  </message>
  <message>
   <source>So many mistakes, those first of which the model is surest</source>
   <translation>Ce nombre d'erreurs, d'abord celles dont le modèle est le plus sûr</translation>
  </message>
  <message>
   <source>So many trainings; with 'images' there are as many as images, with 'field' as many as the labels have.</source>
   <translation>Autant d'entraînements ; avec 'images', il y en a autant que d'images, avec 'field', autant que de plis dans les étiquettes.</translation>
  </message>
  <message>
   <source>Sobel filter</source>
   <translation>Filtre de Sobel</translation>
  </message>
  <message>
   <source>Split</source>
   <translation>Sous-ensemble</translation>
  </message>
  <message>
   <source>Split field (train, valid, test)</source>
   <translation>Champ de répartition (train, valid, test)</translation>
  </message>
  <message>
   <source>Split labels</source>
   <translation>Répartir les étiquettes</translation>
  </message>
  <message>
   <source>Splits labelled polygons into training, validation and test by whole groups, each class by its area, with a buffer between them.</source>
   <translation>Répartit les polygones étiquetés entre apprentissage, validation et test par groupes entiers, chaque classe selon sa surface, avec un tampon entre eux.</translation>
  </message>
  <message>
   <source>Spreads so much of each label over all classes: 0.1 where some labels are wrong.</source>
   <translation>Étale cette part de chaque étiquette sur toutes les classes : 0.1 si certaines étiquettes sont fausses.</translation>
  </message>
  <message>
   <source>Standard deviation filter</source>
   <translation>Filtre d'écart-type</translation>
  </message>
  <message>
   <source>Standard deviation of macro F1</source>
   <translation>Écart-type du F1 moyen</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Départ</translation>
  </message>
  <message>
   <source>Start from &amp;labels of another image</source>
   <translation>Partir des &amp;étiquettes d'une autre image</translation>
  </message>
  <message>
   <source>Start from &amp;nothing</source>
   <translation>Partir de &amp;rien</translation>
  </message>
  <message>
   <source>Start from a &amp;model: {}…</source>
   <translation>Partir d'un &amp;modèle : {}…</translation>
  </message>
  <message>
   <source>Start from a &amp;model…</source>
   <translation>Partir d'un &amp;modèle…</translation>
  </message>
  <message>
   <source>Start from a model</source>
   <translation>Partir d'un modèle</translation>
  </message>
  <message>
   <source>Step {step}: like ground, by {by}. The wheel, + and - make the outline larger or smaller; a click takes it.</source>
   <translation>Pas {step} : terrain semblable, par {by}. La molette, + et - agrandissent ou réduisent le contour ; un clic le prend.</translation>
  </message>
  <message>
   <source>Stride (pixels; patch / 3 if empty)</source>
   <translation>Pas (pixels ; imagette / 3 si vide)</translation>
  </message>
  <message>
   <source>Suggest where to label</source>
   <translation>Suggérer où étiqueter</translation>
  </message>
  <message>
   <source>Suggest …</source>
   <translation>Suggérer …</translation>
  </message>
  <message>
   <source>Table of changes</source>
   <translation>Table des changements</translation>
  </message>
  <message>
   <source>Take away what is brighter than its surroundings and narrower than the window.</source>
   <translation>Enlève ce qui est plus clair que son entourage et plus étroit que la fenêtre.</translation>
  </message>
  <message>
   <source>Take away what is darker than its surroundings and narrower than the window.</source>
   <translation>Enlève ce qui est plus sombre que son entourage et plus étroit que la fenêtre.</translation>
  </message>
  <message>
   <source>Take segments</source>
   <translation>Prendre des segments</translation>
  </message>
  <message>
   <source>Taken back.</source>
   <translation>Annulé.</translation>
  </message>
  <message>
   <source>Takes the last change back, saved or not.</source>
   <translation>Annule la dernière modification, enregistrée ou non.</translation>
  </message>
  <message>
   <source>Takes the last label back (Ctrl+Z)</source>
   <translation>Annule la dernière étiquette (Ctrl+Z)</translation>
  </message>
  <message>
   <source>Tells for each of your polygons (parcels, stands) the hectares and the share of each class of a map, and the class that covers most of it.</source>
   <translation>Dit pour chacun de vos polygones (parcelles, peuplements) les hectares et la part de chaque classe d'une carte, et la classe qui en couvre le plus.</translation>
  </message>
  <message>
   <source>Tells how good an architecture is on these patches: trains several networks, each tested on polygons that it never learned from, until every polygon was tested on once.</source>
   <translation>Dit ce que vaut une architecture sur ces imagettes : entraîne plusieurs réseaux, chacun testé sur des polygones absents de son apprentissage, jusqu'à ce que chaque polygone ait servi une fois au test.</translation>
  </message>
  <message>
   <source>Texture filter</source>
   <translation>Filtre de texture</translation>
  </message>
  <message>
   <source>Texture to map</source>
   <translation>De la texture à la carte</translation>
  </message>
  <message>
   <source>The class that the report answers for first, by its name or code.</source>
   <translation>La classe dont le rapport parle en premier, par son nom ou son code.</translation>
  </message>
  <message>
   <source>The field whose values become the classes; it stays.</source>
   <translation>Le champ dont les valeurs deviennent les classes ; il est conservé.</translation>
  </message>
  <message>
   <source>The first that is tried.</source>
   <translation>La première qui est essayée.</translation>
  </message>
  <message>
   <source>The image is unlike those it learned from ({}): label some places.</source>
   <translation>L'image ne ressemble pas à celles qu'il a apprises ({}) : étiquetez quelques endroits.</translation>
  </message>
  <message>
   <source>The image that the patches will be cut from.</source>
   <translation>L'image dont les imagettes seront extraites.</translation>
  </message>
  <message>
   <source>The label is wrong</source>
   <translation>L'étiquette est fausse</translation>
  </message>
  <message>
   <source>The labels lie in a place that this patch cannot be brought to.</source>
   <translation>Les étiquettes se trouvent en un lieu auquel cette imagette ne peut pas être ramenée.</translation>
  </message>
  <message>
   <source>The labels of '{}' cannot be saved ({}). They are still in the layer: free the disk, or close other programs that use the file, and save again.</source>
   <translation>Les étiquettes de « {} » ne peuvent pas être enregistrées ({}). Elles sont encore dans la couche : libérez de la place sur le disque, ou fermez les autres programmes qui utilisent le fichier, puis enregistrez de nouveau.</translation>
  </message>
  <message>
   <source>The labels that the patches were cut from</source>
   <translation>Les étiquettes dont les imagettes ont été extraites</translation>
  </message>
  <message>
   <source>The log then tells blocks, memory, disk and the time expected, for which some blocks in the middle are computed; no output is written.</source>
   <translation>Le journal dit alors les blocs, la mémoire, le disque et le temps attendu, pour lequel quelques blocs du milieu sont calculés ; aucune sortie n'est écrite.</translation>
  </message>
  <message>
   <source>The log then tells pixels, requests, disk and the time expected, for which some pictures in the middle are fetched; no output is written.</source>
   <translation>Le journal dit alors les pixels, les requêtes, le disque et le temps attendus, pour quoi quelques images du milieu sont téléchargées ; rien n'est écrit.</translation>
  </message>
  <message>
   <source>The mask is then 0 inside the polygons and 1 elsewhere.</source>
   <translation>Le masque vaut alors 0 dans les polygones et 1 ailleurs.</translation>
  </message>
  <message>
   <source>The model is wrong</source>
   <translation>Le modèle se trompe</translation>
  </message>
  <message>
   <source>The model makes no mistake on these patches.</source>
   <translation>Le modèle ne fait aucune erreur sur ces imagettes.</translation>
  </message>
  <message>
   <source>The model to start from is not known yet: wait for the map.</source>
   <translation>Le modèle de départ n'est pas encore connu : attendez la carte.</translation>
  </message>
  <message>
   <source>The most that a border may move, in metres on the ground. Neighbours keep the same border. 1.5 pixels take the steps off a straight border; 0 follows the pixels.</source>
   <translation>De combien une limite peut bouger au plus, en mètres au sol. Les voisins gardent la même limite. 1,5 pixel enlève les marches d'une limite droite ; 0 suit les pixels.</translation>
  </message>
  <message>
   <source>The one to start with: tells textures apart with about 174,000 parameters and generalises from few polygons; about five times slower than Sigma.</source>
   <translation>Celui par lequel commencer : distingue les textures avec environ 174 000 paramètres et généralise à partir de peu de polygones ; environ cinq fois plus lent que Sigma.</translation>
  </message>
  <message>
   <source>The only one to write, or all.</source>
   <translation>Le seul à écrire, ou tous.</translation>
  </message>
  <message>
   <source>The outline crosses itself and falls into {} pieces: draw each by itself.</source>
   <translation>Le contour se croise et se divise en {} morceaux : dessinez-les un par un.</translation>
  </message>
  <message>
   <source>The outline encloses nothing: draw around the place.</source>
   <translation>Le contour n'entoure rien : faites le tour du lieu.</translation>
  </message>
  <message>
   <source>The outline encloses nothing: set at least three points.</source>
   <translation>Le contour n'entoure rien : posez au moins trois points.</translation>
  </message>
  <message>
   <source>The polygon layer that the labels go into.</source>
   <translation>La couche de polygones qui reçoit les étiquettes.</translation>
  </message>
  <message>
   <source>The polygons of the layer stay as they are; you can undo it.</source>
   <translation>Les polygones de la couche restent tels quels ; vous pouvez annuler.</translation>
  </message>
  <message>
   <source>The review is saved.</source>
   <translation>La revue est enregistrée.</translation>
  </message>
  <message>
   <source>The review of {} is not saved yet: it waits in the layer's edits.</source>
   <translation>La revue de {} n'est pas encore enregistrée : elle attend dans les modifications de la couche.</translation>
  </message>
  <message>
   <source>The reviews cannot be saved in {}: {}</source>
   <translation>La revue ne peut pas être enregistrée dans {} : {}</translation>
  </message>
  <message>
   <source>The segment is being looked for: it is labelled when it is there.</source>
   <translation>Le segment est en cours de recherche : il sera étiqueté dès qu'il sera là.</translation>
  </message>
  <message>
   <source>The square of a patch around the place; or the segment of the image there, as the tool 'Segment' of the panel 'Labels' finds it: + and - change its size</source>
   <translation>Le carré d'une imagette autour du lieu ; ou le segment de l'image à cet endroit, comme le trouve l'outil « Segment » du panneau « Étiquettes » : + et - changent sa taille</translation>
  </message>
  <message>
   <source>The steps from an image to a map, and a sample to try them on.</source>
   <translation>Les étapes d'une image à une carte, et un exemple pour les essayer.</translation>
  </message>
  <message>
   <source>The weights of the pixels around, as they lie in the image. Both sides are odd.</source>
   <translation>Les poids des pixels alentour, disposés comme dans l'image. Les deux côtés sont impairs.</translation>
  </message>
  <message>
   <source>The worst</source>
   <translation>Les pires</translation>
  </message>
  <message>
   <source>Then retrain on all patches (twice the time)</source>
   <translation>Puis réentraîner sur tout (deux fois plus long)</translation>
  </message>
  <message>
   <source>There is a class '{}' already: choose another name, or merge the two.</source>
   <translation>Il y a déjà une classe « {} » : choisissez un autre nom, ou fusionnez les deux.</translation>
  </message>
  <message>
   <source>There is no class yet: add one with the button '+'.</source>
   <translation>Il n'y a pas encore de classe : ajoutez-en une avec le bouton « + ».</translation>
  </message>
  <message>
   <source>There is no mistake where you clicked.</source>
   <translation>Il n'y a pas d'erreur là où vous avez cliqué.</translation>
  </message>
  <message>
   <source>There is no other mistake there.</source>
   <translation>Il n'y a pas d'autre erreur à cet endroit.</translation>
  </message>
  <message>
   <source>There is no other place there.</source>
   <translation>Il n'y a pas d'autre lieu à cet endroit.</translation>
  </message>
  <message>
   <source>There is no other point there.</source>
   <translation>Il n'y a pas d'autre point par là.</translation>
  </message>
  <message>
   <source>There is no polygon of '{}' here.</source>
   <translation>Il n'y a pas de polygone de « {} » ici.</translation>
  </message>
  <message>
   <source>There is nothing to take back.</source>
   <translation>Il n'y a rien à annuler.</translation>
  </message>
  <message>
   <source>They are taken from all groups alike.</source>
   <translation>Elles sont prises à parts égales dans tous les groupes.</translation>
  </message>
  <message>
   <source>This layer is read-only: you can look at its mistakes, but not say what is wrong. Save it as a GeoPackage where you may write to do so.</source>
   <translation>Cette couche est en lecture seule : vous pouvez en regarder les erreurs, mais pas dire ce qui ne va pas. Pour le faire, enregistrez-la en GeoPackage à un endroit où vous pouvez écrire.</translation>
  </message>
  <message>
   <source>This layer takes no field '{}': you can look at its mistakes, but not say what is wrong. Save it as a GeoPackage to do so.</source>
   <translation>Cette couche n'accepte pas le champ « {} » : vous pouvez en regarder les erreurs, mais pas dire ce qui ne va pas. Pour le faire, enregistrez-la en GeoPackage.</translation>
  </message>
  <message>
   <source>This model is temporary.</source>
   <translation>Ce modèle est temporaire.</translation>
  </message>
  <message>
   <source>This patch has no place in the coordinate reference system of the map.</source>
   <translation>Cette imagette n'a pas de place dans le système de coordonnées de référence de la carte.</translation>
  </message>
  <message>
   <source>This patch is no longer in the layer.</source>
   <translation>Cette imagette n'est plus dans la couche.</translation>
  </message>
  <message>
   <source>This place is not on the map's projection.</source>
   <translation>Ce lieu est hors de la projection de la carte.</translation>
  </message>
  <message>
   <source>This point has no place in the CRS of the map.</source>
   <translation>Ce point n'a pas de place dans le SCR de la carte.</translation>
  </message>
  <message>
   <source>This version asks for newer packages of the networks.</source>
   <translation>Cette version demande des paquets plus récents pour les réseaux.</translation>
  </message>
  <message>
   <source>Those of 'train' are what a model learned from: their scores flatter.</source>
   <translation>Celles de 'train' ont servi à l'apprentissage : leurs scores sont trop optimistes.</translation>
  </message>
  <message>
   <source>Threads (-1: one for each core)</source>
   <translation>Fils d'exécution (-1 : un par cœur)</translation>
  </message>
  <message>
   <source>To labels and to each other, along rows or columns. Left empty it is what the features of a place look at around it: 16 pixels, or 3 where pixels are of 5 m and more.</source>
   <translation>Par rapport aux étiquettes et entre eux, le long des lignes ou des colonnes. Vide, c'est ce que les descripteurs d'un lieu regardent autour de lui : 16 pixels, ou 3 si les pixels font 5 m et plus.</translation>
  </message>
  <message>
   <source>Train model</source>
   <translation>Entraîner un modèle</translation>
  </message>
  <message>
   <source>Trained on</source>
   <translation>Apprentissage</translation>
  </message>
  <message>
   <source>Trained on photographs and tuned to your patches, 0.9 million parameters: the lightest of its kind, about as fast as Compact; its weights (4 MB) are fetched from the internet once.</source>
   <translation>Entraîné sur des photographies et ajusté à vos imagettes, 0,9 million de paramètres : le plus léger du genre, à peu près aussi rapide que Compact ; ses poids (4 Mo) sont téléchargés une fois depuis Internet.</translation>
  </message>
  <message>
   <source>Trained on photographs and tuned to your patches, 22 million parameters, the large network of the original study: a graphics card is all but needed; its weights (88 MB) are fetched from the internet once.</source>
   <translation>Entraîné sur des photographies et ajusté à vos imagettes, 22 millions de paramètres, le grand réseau de l'étude d'origine : une carte graphique est presque indispensable ; ses poids (88 Mo) sont téléchargés une fois depuis Internet.</translation>
  </message>
  <message>
   <source>Trained on photographs and tuned to your patches, 6 million parameters: for patches of 60 pixels or more and a graphics card; its weights (24 MB) are fetched from the internet once.</source>
   <translation>Entraîné sur des photographies et ajusté à vos imagettes, 6 millions de paramètres : pour des imagettes de 60 pixels ou plus et une carte graphique ; ses poids (24 Mo) sont téléchargés une fois depuis Internet.</translation>
  </message>
  <message>
   <source>Training patches are left out of a fold if fewer pixels lie between them and a test patch.</source>
   <translation>Les imagettes d'apprentissage sont exclues d'un pli si moins de pixels les séparent d'une imagette de test.</translation>
  </message>
  <message>
   <source>Training patches that come nearer to a validation or test patch are left out. Left empty it is the diagonal of a patch, or less where a class would have nothing left to learn from.</source>
   <translation>Les imagettes d'apprentissage plus proches que cela d'une imagette de validation ou de test sont écartées. Vide, c'est la diagonale d'une imagette, ou moins si une classe n'avait plus rien pour l'apprentissage.</translation>
  </message>
  <message>
   <source>Trainings at a time (chosen if empty)</source>
   <translation>Entraînements simultanés (choisi si vide)</translation>
  </message>
  <message>
   <source>Trains a network and maps with it; what it takes is installed where it is missing.</source>
   <translation>Entraîne un réseau et en fait la carte ; ce qu'il faut est installé s'il manque.</translation>
  </message>
  <message>
   <source>Trains a neural network or a random forest on patches and scores it on the validation patches, which it never learns from.</source>
   <translation>Entraîne un réseau de neurones ou une forêt aléatoire sur des imagettes, et l'évalue sur les imagettes de validation, qui ne servent jamais à l'apprentissage.</translation>
  </message>
  <message>
   <source>Truth</source>
   <translation>Vérité terrain</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Réessayer</translation>
  </message>
  <message>
   <source>Try it on a sample scene</source>
   <translation>Essayer sur une scène d'exemple</translation>
  </message>
  <message>
   <source>Tune the layers that were trained on ImageNet</source>
   <translation>Ajuster les couches entraînées sur ImageNet</translation>
  </message>
  <message>
   <source>Turns and mirrors patches and varies their light and detail by the amounts below.</source>
   <translation>Tourne et retourne les imagettes, et fait varier leur lumière et leur netteté selon les valeurs ci-dessous.</translation>
  </message>
  <message>
   <source>Turns the areas of a class map into polygons with class, hectares and mean confidence, without gaps or overlaps between neighbours.</source>
   <translation>Transforme les zones d'une carte de classes en polygones avec classe, hectares et confiance moyenne, sans trous ni recouvrements entre voisins.</translation>
  </message>
  <message>
   <source>Type of the output's pixels. One of whole numbers rounds, and holds at the end of its range.</source>
   <translation>Type des pixels de la sortie. Un type entier arrondit, et s'arrête aux bornes de sa plage.</translation>
  </message>
  <message>
   <source>Uncertainty</source>
   <translation>Incertitude</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Annuler</translation>
  </message>
  <message>
   <source>Undo: {}</source>
   <translation>Annuler : {}</translation>
  </message>
  <message>
   <source>Unsharp mask</source>
   <translation>Accentuation (masque flou)</translation>
  </message>
  <message>
   <source>Unsure</source>
   <translation>Incertain</translation>
  </message>
  <message>
   <source>Use</source>
   <translation>Utiliser</translation>
  </message>
  <message>
   <source>Validation share, where no folders say it</source>
   <translation>Part de validation, à défaut de dossiers</translation>
  </message>
  <message>
   <source>Vary patches (flips, turns, brightness, colour)</source>
   <translation>Varier les imagettes (orientation, lumière, couleur)</translation>
  </message>
  <message>
   <source>Wavelength: from row to row (pixels)</source>
   <translation>Longueur d'onde : d'un rang à l'autre (px)</translation>
  </message>
  <message>
   <source>Weights</source>
   <translation>Poids</translation>
  </message>
  <message>
   <source>What a band that the file calls alpha is: a 'mask', whose pixels of 0 have no data, or a 'band' like the others, such as near infrared; 'auto' reads it once and says.</source>
   <translation>Ce qu'est une bande que le fichier appelle alpha : un 'mask', dont les pixels à 0 sont sans donnée, ou une 'band' comme les autres, par exemple le proche infrarouge ; 'auto' la lit une fois et le dit.</translation>
  </message>
  <message>
   <source>What a network that names the class of each pixel learns from.</source>
   <translation>Ce qu'apprend un réseau qui donne la classe de chaque pixel.</translation>
  </message>
  <message>
   <source>What becomes of the live map: a map of the whole image, or a model.</source>
   <translation>Ce que devient la carte en direct : une carte de l'image entière, ou un modèle.</translation>
  </message>
  <message>
   <source>What is drawn at random follows from it: another seed, another draw.</source>
   <translation>Les tirages au hasard en dépendent : autre graine, autre tirage.</translation>
  </message>
  <message>
   <source>What is drawn here has no place in {}: draw where the layer can lie, or give the project the coordinate reference system of the image.</source>
   <translation>Ce qui est dessiné ici n'a pas de place dans {} : dessinez là où la couche peut se trouver, ou donnez au projet le système de coordonnées de référence de l'image.</translation>
  </message>
  <message>
   <source>What is there?</source>
   <translation>Qu'y a-t-il ici ?</translation>
  </message>
  <message>
   <source>What no class has this probability for gets the code 254, unsure, instead of a class.</source>
   <translation>Ce pour quoi aucune classe n'a cette probabilité reçoit le code 254, incertain, au lieu d'une classe.</translation>
  </message>
  <message>
   <source>What runs have reported: scores, areas, problems of labels.</source>
   <translation>Ce que les traitements ont rapporté : scores, surfaces, problèmes des étiquettes.</translation>
  </message>
  <message>
   <source>What stays in one split whole</source>
   <translation>Ce qui reste entier dans un sous-ensemble</translation>
  </message>
  <message>
   <source>What stays together in a fold</source>
   <translation>Ce qui reste ensemble dans un pli</translation>
  </message>
  <message>
   <source>What the file calls the function of a block.</source>
   <translation>Le nom, dans le fichier, de la fonction appliquée à un bloc.</translation>
  </message>
  <message>
   <source>What the mask excludes gets the code 255, masked, so that it is told from where the image has no data (0).</source>
   <translation>Ce que le masque exclut reçoit le code 255, masqué, pour le distinguer de là où l'image n'a pas de données (0).</translation>
  </message>
  <message>
   <source>What was done to match each band (JSON)</source>
   <translation>Ajustement fait à chaque bande (JSON)</translation>
  </message>
  <message>
   <source>What was said is saved.</source>
   <translation>Ce qui a été dit est enregistré.</translation>
  </message>
  <message>
   <source>When to save: each change at once, or every so many minutes.</source>
   <translation>Quand enregistrer : chaque modification aussitôt, ou après un nombre de minutes.</translation>
  </message>
  <message>
   <source>Where images overlap</source>
   <translation>Là où des images se recouvrent</translation>
  </message>
  <message>
   <source>Where the first level begins; give both ends by hand to compare several images.</source>
   <translation>Où commence le premier niveau ; donnez les deux bornes à la main pour comparer plusieurs images.</translation>
  </message>
  <message>
   <source>Where the last level ends. From the image, its darkest and brightest per cent lie beyond.</source>
   <translation>Où finit le dernier niveau. Si vide, les bornes laissent de côté le un pour cent le plus sombre et le un pour cent le plus clair de l'image.</translation>
  </message>
  <message>
   <source>Where to label</source>
   <translation>Où étiqueter</translation>
  </message>
  <message>
   <source>Whether those at the corners count, too.</source>
   <translation>Indique si les voisins des coins comptent aussi.</translation>
  </message>
  <message>
   <source>Which network, or the random forest, is trained.</source>
   <translation>Le réseau, ou la forêt aléatoire, à entraîner.</translation>
  </message>
  <message>
   <source>Which way from one pixel to the other; 'all' takes the mean of four.</source>
   <translation>Dans quelle direction, d'un pixel à l'autre ; 'all' prend la moyenne des quatre.</translation>
  </message>
  <message>
   <source>White or black pictures</source>
   <translation>Images blanches ou noires</translation>
  </message>
  <message>
   <source>Who knows what the map says sees it everywhere: judge first</source>
   <translation>Qui sait ce que dit la carte le voit partout : jugez d'abord</translation>
  </message>
  <message>
   <source>Who needs more is told so before anything is asked for. Services have terms of use: read them before you raise it.</source>
   <translation>S'il en faut davantage, c'est dit avant toute requête. Les services ont des conditions d'utilisation : lisez-les avant de l'augmenter.</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>Fenêtre</translation>
  </message>
  <message>
   <source>With a network…</source>
   <translation>Avec un réseau…</translation>
  </message>
  <message>
   <source>With less than 1 the network learns patches as it meets them on the map, with their surroundings; with 1 it learns, and is scored on, the insides of polygons only.</source>
   <translation>En dessous de 1, le réseau apprend les imagettes telles qu'il les rencontre sur la carte, avec leur entourage ; avec 1, il n'apprend que l'intérieur des polygones, et n'est évalué que sur lui.</translation>
  </message>
  <message>
   <source>Workflow</source>
   <translation>Chaîne de traitement</translation>
  </message>
  <message>
   <source>Write to the file what was said; until then it can be undone</source>
   <translation>Écrire dans le fichier ce qui a été dit ; jusque-là, on peut l'annuler</translation>
  </message>
  <message>
   <source>Writes each patch of a dataset as an image file, in one folder a split and class, as other programs read them.</source>
   <translation>Écrit chaque imagette d'un jeu dans un fichier image, avec un dossier par sous-ensemble et par classe, comme d'autres programmes les lisent.</translation>
  </message>
  <message>
   <source>Writes the labels into their file; you can go on drawing, and still undo.</source>
   <translation>Écrit les étiquettes dans leur fichier ; vous pouvez continuer à dessiner, et encore annuler.</translation>
  </message>
  <message>
   <source>Writes what a network trained on photographs sees around each pixel as the bands of an image, to classify with other programs.</source>
   <translation>Écrit, sous forme de bandes d'une image, ce qu'un réseau entraîné sur des photographies voit autour de chaque pixel, pour une classification avec d'autres programmes.</translation>
  </message>
  <message>
   <source>Wrong</source>
   <translation>Erreur</translation>
  </message>
  <message>
   <source>Wrong: the label is</source>
   <translation>Erreur de l'étiquette</translation>
  </message>
  <message>
   <source>Wrong: the model is</source>
   <translation>Erreur du modèle</translation>
  </message>
  <message>
   <source>Wrong: unsure which</source>
   <translation>Erreur : origine incertaine</translation>
  </message>
  <message>
   <source>Zones (parcels, stands)</source>
   <translation>Zones (parcelles, peuplements)</translation>
  </message>
  <message>
   <source>Zones with classes</source>
   <translation>Zones avec classes</translation>
  </message>
  <message>
   <source>Zones with pixels of the map</source>
   <translation>Zones contenant des pixels de la carte</translation>
  </message>
  <message>
   <source>Zones without any</source>
   <translation>Zones n'en contenant aucun</translation>
  </message>
  <message>
   <source>a number</source>
   <translation>un nombre</translation>
  </message>
  <message>
   <source>a whole number</source>
   <translation>un nombre entier</translation>
  </message>
  <message>
   <source>accuracy, confusion matrix, validation, error matrix, kappa, area estimation</source>
   <translation>accord global, précision, matrice de confusion, validation, matrice d'erreur, kappa, estimation de surface</translation>
  </message>
  <message>
   <source>accuracy, confusion matrix, validation, scores, f1, precision, recall</source>
   <translation>accord global, matrice de confusion, validation, scores, précision, rappel</translation>
  </message>
  <message>
   <source>accuracy, validation, k-fold, scores, deep learning, f1, kappa</source>
   <translation>accord global, validation croisée, plis, scores, apprentissage profond, kappa</translation>
  </message>
  <message>
   <source>accuracy, validation, test set, cross-validation, evaluation, model designer, chain</source>
   <translation>exactitude, validation, jeu de test, validation croisée, évaluation, modeleur, chaîne</translation>
  </message>
  <message>
   <source>active learning, training data, sampling, uncertainty, annotation</source>
   <translation>apprentissage actif, données d'apprentissage, échantillonnage, incertitude, annotation</translation>
  </message>
  <message>
   <source>advice</source>
   <translation>conseil</translation>
  </message>
  <message>
   <source>already in the dataset</source>
   <translation>déjà dans le jeu</translation>
  </message>
  <message>
   <source>another class covers as much of it</source>
   <translation>une autre classe en couvre autant</translation>
  </message>
  <message>
   <source>area (ha)</source>
   <translation>surface (ha)</translation>
  </message>
  <message>
   <source>area, hectares, accuracy, polygons, sieve, vectorize, model designer, chain</source>
   <translation>surface, hectares, exactitude, polygones, tamiser, vectoriser, modeleur, chaîne</translation>
  </message>
  <message>
   <source>as labelled</source>
   <translation>comme les étiquettes</translation>
  </message>
  <message>
   <source>at once</source>
   <translation>aussitôt</translation>
  </message>
  <message>
   <source>batch, many images, sheets, tiles, time series, classification, inference, folder</source>
   <translation>lot, nombreuses images, feuilles, tuiles, série temporelle, classification, inférence, dossier</translation>
  </message>
  <message>
   <source>blur, smooth, average, low pass, box, denoise</source>
   <translation>flou, lissage, moyenne, passe-bas, débruitage</translation>
  </message>
  <message>
   <source>blur, smooth, denoise, speckle, salt and pepper</source>
   <translation>flou, lissage, débruitage, chatoiement, poivre et sel</translation>
  </message>
  <message>
   <source>blur, smooth, low pass, denoise</source>
   <translation>flou, lissage, passe-bas, débruitage</translation>
  </message>
  <message>
   <source>by itself</source>
   <translation>auto</translation>
  </message>
  <message>
   <source>cannot tell</source>
   <translation>impossible à dire</translation>
  </message>
  <message>
   <source>change detection, transition matrix, difference, gain, loss, area</source>
   <translation>détection de changement, matrice de transition, différence, gain, perte, surface</translation>
  </message>
  <message>
   <source>chips, tiles, dataset, images, eurosat</source>
   <translation>vignettes, tuiles, jeu de données, images, eurosat</translation>
  </message>
  <message>
   <source>chips, tiles, dataset, images, pytorch, keras</source>
   <translation>vignettes, tuiles, jeu de données, images, pytorch, keras</translation>
  </message>
  <message>
   <source>chips, tiles, training data, dataset, deep learning, samples</source>
   <translation>vignettes, tuiles, données d'apprentissage, jeu de données, apprentissage profond, échantillons</translation>
  </message>
  <message>
   <source>choose an image</source>
   <translation>choisir une image</translation>
  </message>
  <message>
   <source>class</source>
   <translation>classe</translation>
  </message>
  <message>
   <source>class after</source>
   <translation>classe après</translation>
  </message>
  <message>
   <source>class before</source>
   <translation>classe avant</translation>
  </message>
  <message>
   <source>classification, land cover, deep learning, inference, segmentation, classify, confidence, probabilities</source>
   <translation>classification, occupation du sol, apprentissage profond, inférence, segmentation, classer, confiance, probabilités</translation>
  </message>
  <message>
   <source>classification, land cover, land use, deep learning, machine learning, segmentation, supervised, random forest, poplar, orthophoto</source>
   <translation>classification supervisée, occupation du sol, usage du sol, apprentissage profond, apprentissage automatique, segmentation, forêt aléatoire, peupleraie, orthophoto</translation>
  </message>
  <message>
   <source>colour</source>
   <translation>la couleur</translation>
  </message>
  <message>
   <source>colour and features</source>
   <translation>la couleur et les descripteurs</translation>
  </message>
  <message>
   <source>confidence</source>
   <translation>confiance</translation>
  </message>
  <message>
   <source>convolution, matrix, custom, sharpen, blur</source>
   <translation>convolution, matrice, noyau, accentuation, flou</translation>
  </message>
  <message>
   <source>deep learning, machine learning, neural network, cnn, classification, random forest, keras, tensorflow</source>
   <translation>apprentissage profond, apprentissage automatique, réseau de neurones, cnn, classification, forêt aléatoire, keras</translation>
  </message>
  <message>
   <source>digitize, training data, training areas, annotation, samples, regions of interest</source>
   <translation>numériser, données d'apprentissage, zones d'entraînement, annotation, échantillons, régions d'intérêt</translation>
  </message>
  <message>
   <source>dilation, morphology, grow</source>
   <translation>dilatation, morphologie, agrandir</translation>
  </message>
  <message>
   <source>drawn at</source>
   <translation>dessiné le</translation>
  </message>
  <message>
   <source>drawn by</source>
   <translation>dessiné par</translation>
  </message>
  <message>
   <source>edges, gradient, contours, slope</source>
   <translation>contours, gradient, bords, pente</translation>
  </message>
  <message>
   <source>edges, second derivative, high pass, contours</source>
   <translation>contours, dérivée seconde, passe-haut, bords</translation>
  </message>
  <message>
   <source>erosion, morphology, shrink</source>
   <translation>érosion, morphologie, rétrécir</translation>
  </message>
  <message>
   <source>error</source>
   <translation>erreur</translation>
  </message>
  <message>
   <source>estimated area (ha)</source>
   <translation>surface estimée (ha)</translation>
  </message>
  <message>
   <source>every </source>
   <translation>après </translation>
  </message>
  <message>
   <source>example, demo, test data, tutorial</source>
   <translation>exemple, démonstration, données de test, tutoriel</translation>
  </message>
  <message>
   <source>feature</source>
   <translation>entité</translation>
  </message>
  <message>
   <source>features, embedding, deep learning, principal components, texture, segmentation</source>
   <translation>descripteurs, apprentissage profond, composantes principales, texture, segmentation</translation>
  </message>
  <message>
   <source>fold</source>
   <translation>pli</translation>
  </message>
  <message>
   <source>group</source>
   <translation>groupe</translation>
  </message>
  <message>
   <source>ha</source>
   <translation>ha</translation>
  </message>
  <message>
   <source>haralick, glcm, entropy, contrast, homogeneity</source>
   <translation>haralick, glcm, entropie, contraste, homogénéité</translation>
  </message>
  <message>
   <source>hectares that it stands for</source>
   <translation>hectares représentés</translation>
  </message>
  <message>
   <source>hidden</source>
   <translation>cachée</translation>
  </message>
  <message>
   <source>in none of 25 places over the image has a pixel a value.</source>
   <translation>sur 25 endroits répartis dans l'image, aucun pixel n'a de valeur.</translation>
  </message>
  <message>
   <source>install, setup, tensorflow, keras, gpu, worker, diagnostics</source>
   <translation>installer, installation, tensorflow, keras, gpu, worker, diagnostic</translation>
  </message>
  <message>
   <source>is installed.</source>
   <translation>est installé.</translation>
  </message>
  <message>
   <source>its class has enough</source>
   <translation>sa classe en a assez</translation>
  </message>
  <message>
   <source>its label has no split</source>
   <translation>son étiquette n'a pas de sous-ensemble</translation>
  </message>
  <message>
   <source>its polygon covers too little of it</source>
   <translation>son polygone en couvre trop peu</translation>
  </message>
  <message>
   <source>kept</source>
   <translation>gardée</translation>
  </message>
  <message>
   <source>kept, or why not</source>
   <translation>gardée, ou pourquoi non</translation>
  </message>
  <message>
   <source>keras, tensorflow, import model, neural network, deep learning</source>
   <translation>keras, tensorflow, importer un modèle, réseau de neurones, apprentissage profond</translation>
  </message>
  <message>
   <source>kind of problem</source>
   <translation>problème</translation>
  </message>
  <message>
   <source>largest class</source>
   <translation>classe majoritaire</translation>
  </message>
  <message>
   <source>largest class (code)</source>
   <translation>classe majoritaire (code)</translation>
  </message>
  <message>
   <source>left out: {}</source>
   <translation>écartée : {}</translation>
  </message>
  <message>
   <source>like it on the image (%)</source>
   <translation>semblable dans l'image (%)</translation>
  </message>
  <message>
   <source>likeliest class</source>
   <translation>classe la plus probable</translation>
  </message>
  <message>
   <source>local contrast, edges, texture</source>
   <translation>contraste local, contours, textures</translation>
  </message>
  <message>
   <source>lower limit (ha)</source>
   <translation>borne inférieure (ha)</translation>
  </message>
  <message>
   <source>mapped area (ha)</source>
   <translation>surface cartographiée (ha)</translation>
  </message>
  <message>
   <source>mapped class (code)</source>
   <translation>classe cartographiée (code)</translation>
  </message>
  <message>
   <source>masked</source>
   <translation>masqué</translation>
  </message>
  <message>
   <source>mode, clean, sieve, class map, smooth</source>
   <translation>mode, nettoyer, tamiser, carte de classes, lissage</translation>
  </message>
  <message>
   <source>model, metadata, accuracy, documentation</source>
   <translation>modèle, métadonnées, accord global, documentation</translation>
  </message>
  <message>
   <source>morphology, grey scale, fill, erosion, dilation</source>
   <translation>morphologie, niveaux de gris, combler, érosion, dilatation</translation>
  </message>
  <message>
   <source>morphology, grey scale, remove, erosion, dilation</source>
   <translation>morphologie, niveaux de gris, supprimer, érosion, dilatation</translation>
  </message>
  <message>
   <source>name of the class</source>
   <translation>nom de la classe</translation>
  </message>
  <message>
   <source>no split</source>
   <translation>sans sous-ensemble</translation>
  </message>
  <message>
   <source>no value</source>
   <translation>sans valeur</translation>
  </message>
  <message>
   <source>not judged</source>
   <translation>non jugé</translation>
  </message>
  <message>
   <source>not known</source>
   <translation>inconnu</translation>
  </message>
  <message>
   <source>not reviewed</source>
   <translation>non revue</translation>
  </message>
  <message>
   <source>note</source>
   <translation>note</translation>
  </message>
  <message>
   <source>nothing yet</source>
   <translation>rien encore</translation>
  </message>
  <message>
   <source>one a polygon</source>
   <translation>1 par polygone</translation>
  </message>
  <message>
   <source>one of {}</source>
   <translation>une valeur parmi {}</translation>
  </message>
  <message>
   <source>outside the mask</source>
   <translation>hors du masque</translation>
  </message>
  <message>
   <source>patch</source>
   <translation>imagette</translation>
  </message>
  <message>
   <source>pixels without data</source>
   <translation>pixels sans donnée</translation>
  </message>
  <message>
   <source>point</source>
   <translation>point</translation>
  </message>
  <message>
   <source>point {}: cannot tell</source>
   <translation>point {} : impossible à dire</translation>
  </message>
  <message>
   <source>point {}: {}</source>
   <translation>point {} : {}</translation>
  </message>
  <message>
   <source>points in the class</source>
   <translation>points dans la classe</translation>
  </message>
  <message>
   <source>points of the class by the reference</source>
   <translation>points de la classe selon la référence</translation>
  </message>
  <message>
   <source>poplar map, land cover, classification, workflow, model designer, chain</source>
   <translation>carte des peupliers, occupation du sol, classification, flux de travail, modeleur, chaîne</translation>
  </message>
  <message>
   <source>predicted class</source>
   <translation>classe prédite</translation>
  </message>
  <message>
   <source>predicted class (code)</source>
   <translation>classe prédite (code)</translation>
  </message>
  <message>
   <source>probability</source>
   <translation>probabilité</translation>
  </message>
  <message>
   <source>probability of the true class</source>
   <translation>probabilité de la vraie classe</translation>
  </message>
  <message>
   <source>producer's accuracy</source>
   <translation>précision pour le producteur</translation>
  </message>
  <message>
   <source>python, script, numpy, raster, user function, dask</source>
   <translation>python, script, numpy, raster, fonction utilisateur, dask</translation>
  </message>
  <message>
   <source>rank</source>
   <translation>rang</translation>
  </message>
  <message>
   <source>rank, quantile, median, denoise</source>
   <translation>rang, quantile, médiane, débruitage</translation>
  </message>
  <message>
   <source>raster calculator, ndvi, index, vegetation index, expression, mask</source>
   <translation>calculatrice raster, ndvi, indice, indice de végétation, expression, masque</translation>
  </message>
  <message>
   <source>rasterize, burn, area of interest, forest mask, clip</source>
   <translation>rastériser, zone d'intérêt, masque forêt, découper</translation>
  </message>
  <message>
   <source>reason</source>
   <translation>raison</translation>
  </message>
  <message>
   <source>reference class</source>
   <translation>classe de référence</translation>
  </message>
  <message>
   <source>right (1) or wrong (0)</source>
   <translation>juste (1) ou faux (0)</translation>
  </message>
  <message>
   <source>sampling design</source>
   <translation>plan d'échantillonnage</translation>
  </message>
  <message>
   <source>second likeliest class</source>
   <translation>deuxième classe probable</translation>
  </message>
  <message>
   <source>severity</source>
   <translation>gravité</translation>
  </message>
  <message>
   <source>sharpen, high pass, contrast</source>
   <translation>accentuation, passe-haut, contraste, netteté</translation>
  </message>
  <message>
   <source>sieve, majority, generalize, minimum mapping unit, speckle, holes, post-processing</source>
   <translation>tamiser, majorité, généraliser, unité minimale de cartographie, pixels isolés, trous, post-traitement</translation>
  </message>
  <message>
   <source>split</source>
   <translation>sous-ensemble</translation>
  </message>
  <message>
   <source>standard error (ha)</source>
   <translation>erreur type (ha)</translation>
  </message>
  <message>
   <source>state</source>
   <translation>état</translation>
  </message>
  <message>
   <source>stratified sample, accuracy, validation, reference, random points, area estimation</source>
   <translation>échantillon stratifié, accord global, validation, référence, points aléatoires, estimation de surface</translation>
  </message>
  <message>
   <source>test</source>
   <translation>test</translation>
  </message>
  <message>
   <source>texture, haralick, glcm, median, filter, land cover, model designer, chain</source>
   <translation>texture, haralick, glcm, médiane, filtre, occupation du sol, modeleur, chaîne</translation>
  </message>
  <message>
   <source>texture, local contrast, deviation, variance</source>
   <translation>texture, contraste local, écart-type, variance</translation>
  </message>
  <message>
   <source>texture, orientation, frequency, rows, plantation</source>
   <translation>texture, orientation, fréquence, rangs, plantation</translation>
  </message>
  <message>
   <source>to be judged</source>
   <translation>à juger</translation>
  </message>
  <message>
   <source>too near to a patch of another split</source>
   <translation>trop proche d'un autre sous-ensemble</translation>
  </message>
  <message>
   <source>training</source>
   <translation>apprentissage</translation>
  </message>
  <message>
   <source>training data, training areas, quality, topology, errors, samples</source>
   <translation>données d'apprentissage, zones d'entraînement, qualité, topologie, erreurs, échantillons</translation>
  </message>
  <message>
   <source>training data, validation, test, holdout, sampling, folds</source>
   <translation>données d'apprentissage, validation, test, échantillonnage, plis</translation>
  </message>
  <message>
   <source>unsure</source>
   <translation>incertain</translation>
  </message>
  <message>
   <source>upper limit (ha)</source>
   <translation>borne supérieure (ha)</translation>
  </message>
  <message>
   <source>user's accuracy</source>
   <translation>précision pour l'utilisateur</translation>
  </message>
  <message>
   <source>validation</source>
   <translation>validation</translation>
  </message>
  <message>
   <source>vectorize, polygons, raster to vector, simplify, area, hectares</source>
   <translation>vectoriser, polygones, raster vers vecteur, simplifier, surface, hectares</translation>
  </message>
  <message>
   <source>verdict</source>
   <translation>verdict</translation>
  </message>
  <message>
   <source>warning</source>
   <translation>avertissement</translation>
  </message>
  <message>
   <source>without a class (%)</source>
   <translation>sans classe (%)</translation>
  </message>
  <message>
   <source>wms, wmts, xyz, tiles, orthophoto, web service, prediction, model designer, chain</source>
   <translation>wms, wmts, xyz, tuiles, orthophoto, service web, prédiction, modeleur, chaîne</translation>
  </message>
  <message>
   <source>wms, wmts, xyz, tiles, web map, orthophoto, aerial image, download, basemap, web service, export</source>
   <translation>wms, wmts, xyz, tuiles, carte web, orthophoto, image aérienne, télécharger, fond de carte, service web, export</translation>
  </message>
  <message>
   <source>zonal histogram, zonal statistics, parcels, stands, area, hectares</source>
   <translation>histogramme zonal, statistiques zonales, parcelles, peuplements, surface, hectares</translation>
  </message>
  <message>
   <source>{key} ({title}) must be {allowed}, got {given}.</source>
   <translation>{key} ({title}) doit être {allowed} ; valeur reçue : {given}.</translation>
  </message>
  <message>
   <source>{name} cannot be told from {other} yet ({share:.0%} of it).</source>
   <translation>{name} ne se distingue pas encore de {other} ({share:.0%} de ses pixels).</translation>
  </message>
  <message>
   <source>{name} is {low:g} everywhere in the preview.</source>
   <translation>{name} vaut {low:g} partout dans l'aperçu.</translation>
  </message>
  <message>
   <source>{name}: no pixel of the preview has a value.</source>
   <translation>{name} : aucun pixel de l'aperçu n'a de valeur.</translation>
  </message>
  <message>
   <source>{name}: too small for a patch of {size} x {size} pixels; the largest square inside has {square} x {square}. It is kept: draw it larger, or choose smaller patches.</source>
   <translation>{name} : trop petit pour une imagette de {size} x {size} pixels ; le plus grand carré intérieur fait {square} x {square}. Il est gardé : dessinez-le plus grand, ou choisissez des imagettes plus petites.</translation>
  </message>
  <message>
   <source>{name}: {there}; in {cols} x {rows} pixels around: least {low:g}, mean {mean:g}, greatest {high:g}, {share:.0%} with a value</source>
   <translation>{name} : {there} ; dans les {cols} x {rows} pixels alentour : minimum {low:g}, moyenne {mean:g}, maximum {high:g}, {share:.0%} avec une valeur</translation>
  </message>
  <message>
   <source>{name}: {value} in the class field. Untick it to hide its polygons.</source>
   <translation>{name} : {value} dans le champ de classe. Décochez pour masquer ses polygones.</translation>
  </message>
  <message>
   <source>{} changes</source>
   <translation>{} modifications</translation>
  </message>
  <message>
   <source>{} drawn.</source>
   <translation>{} : polygone dessiné.</translation>
  </message>
  <message>
   <source>{} has no polygon of the group {}, nor any under this patch.</source>
   <translation>{} n'a aucun polygone du groupe {}, ni sous cette imagette.</translation>
  </message>
  <message>
   <source>{} labels: {:.2f}</source>
   <translation>{} étiquettes : {:.2f}</translation>
  </message>
  <message>
   <source>{} of {}</source>
   <translation>{} sur {}</translation>
  </message>
  <message>
   <source>{} of {} are labelled or left</source>
   <translation>{} sur {} sont étiquetés ou laissés de côté</translation>
  </message>
  <message>
   <source>{} of {} is selected: correct it with QGIS's editing tools.</source>
   <translation>{} de {} est sélectionné : corrigez avec les outils d'édition de QGIS.</translation>
  </message>
  <message>
   <source>{} of {} judged</source>
   <translation>{} sur {} jugés</translation>
  </message>
  <message>
   <source>{} on {}</source>
   <translation>{} sur {}</translation>
  </message>
  <message>
   <source>{} polygons have this class.</source>
   <translation>{} polygones ont cette classe.</translation>
  </message>
  <message>
   <source>{} polygons of {} classes in '{}'.</source>
   <translation>{} polygones de {} classes dans « {} ».</translation>
  </message>
  <message>
   <source>{} reviewed</source>
   <translation>{} revues</translation>
  </message>
  <message>
   <source>{} shows classes: switch it off while you judge, or it sways you.</source>
   <translation>{} montre des classes : masquez-la pendant que vous jugez, ou elle vous influence.</translation>
  </message>
  <message>
   <source>{} squares in view are still to come.</source>
   <translation>{} carrés de la vue sont encore à venir.</translation>
  </message>
  <message>
   <source>{} unlabelled</source>
   <translation>{} sans classe</translation>
  </message>
  <message>
   <source>{} without a class. Choose one, then click the polygon or press Enter.</source>
   <translation>{} sans classe. Choisissez-en une, puis cliquez sur le polygone ou appuyez sur Entrée.</translation>
  </message>
  <message>
   <source>{}: the polygon lies off the image.</source>
   <translation>{} : le polygone est hors de l'image.</translation>
  </message>
 </context>
</TS>
