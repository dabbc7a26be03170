<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
 <context>
  <name>messages</name>
  <message>
   <source>  fold {number}: {amount_here}: {parts}</source>
   <translation>  pli {number} : {amount_here} : {parts}</translation>
  </message>
  <message>
   <source>  judged {row_title} it would be {row_macro_f1:.2f}: {row_too_much:+.2f}</source>
   <translation>  jugé {row_title}, il serait de {row_macro_f1} : {row_too_much}</translation>
  </message>
  <message>
   <source>  macro F1 of the folds {mean:.2f}, standard deviation {std:.2f}</source>
   <translation>  F1 moyen des plis {mean}, écart-type {std}</translation>
  </message>
  <message>
   <source>  macro F1 of the folds {mean:.2f}, standard deviation {std:.2f} ({over})</source>
   <translation>  F1 moyen des plis {mean}, écart-type {std} ({over})</translation>
  </message>
  <message>
   <source>  macro F1 {found_macro_f1:.2f}{found_macro_f1_interval} ({over}), accuracy {found_accuracy:.2f}{found_accuracy_interval}</source>
   <translation>  F1 moyen {found_macro_f1}{found_macro_f1_interval} ({over}), accord global {found_accuracy}{found_accuracy_interval}</translation>
  </message>
  <message>
   <source>  macro F1 {found_macro_f1:.2f}{found_macro_f1_interval}, accuracy {found_accuracy:.2f}{found_accuracy_interval}</source>
   <translation>  F1 moyen {found_macro_f1}{found_macro_f1_interval}, accord global {found_accuracy}{found_accuracy_interval}</translation>
  </message>
  <message>
   <source>  nothing</source>
   <translation>  rien</translation>
  </message>
  <message>
   <source>  {row_name}: F1 {row_f1:.2f}{row_f1_interval} (precision {row_precision}, recall {row_recall})</source>
   <translation>  {row_name} : F1 {row_f1}{row_f1_interval} (précision {row_precision}, rappel {row_recall})</translation>
  </message>
  <message>
   <source>  {row_name}: not judged</source>
   <translation>  {row_name} : non jugée</translation>
  </message>
  <message>
   <source>  {row_name}: {row_before} ha before, {row_after} ha after ({row_net_text}).</source>
   <translation>  {row_name} : {row_before} ha avant, {row_after} ha après ({row_net_text}).</translation>
  </message>
  <message>
   <source> (weighed by the {stood_for} that they were drawn from, class by class)</source>
   <translation> (pondérés par les {stood_for} dont elles ont été tirées, classe par classe)</translation>
  </message>
  <message>
   <source> Did you mean {close}?</source>
   <translation> Vouliez-vous dire {close} ?</translation>
  </message>
  <message>
   <source> It asks for a wait of {wanted:.0f} s.</source>
   <translation> Il demande d'attendre {wanted} s.</translation>
  </message>
  <message>
   <source> It is open as the layer '{layer_name}': remove it from the project first.</source>
   <translation> Il est ouvert dans la couche « {layer_name} » : retirez-la d'abord du projet.</translation>
  </message>
  <message>
   <source> The most, {hectares_most} ha, went from {old} to {new}.</source>
   <translation> Le plus grand changement, {hectares_most} ha, va de {old} à {new}.</translation>
  </message>
  <message>
   <source> [{interval:.2f} to {interval_2:.2f}]</source>
   <translation> [{interval} à {interval_2}]</translation>
  </message>
  <message>
   <source> and </source>
   <translation> et </translation>
  </message>
  <message>
   <source> and {rest} more</source>
   <translation> et {rest} de plus</translation>
  </message>
  <message>
   <source> inside the mask.</source>
   <translation> à l'intérieur du masque.</translation>
  </message>
  <message>
   <source> or </source>
   <translation> ou </translation>
  </message>
  <message>
   <source> or ({rows}, {cols})</source>
   <translation> ou ({rows}, {cols})</translation>
  </message>
  <message>
   <source> to </source>
   <translation> à </translation>
  </message>
  <message>
   <source>"{part_strip}": {match} is a band and cannot be the name of a result. To compare, write ==.</source>
   <translation>"{part_strip}" : {match} est une bande et ne peut pas être le nom d'un résultat. Pour comparer, écrivez ==.</translation>
  </message>
  <message>
   <source>"{shortened_text}" cannot be read at column {column}: {error_msg}. {allowed}</source>
   <translation>"{shortened_text}" est illisible à la colonne {column} : {error_msg}. {allowed}</translation>
  </message>
  <message>
   <source>"{shortened_text}" cannot be read: it is nested too deeply, or holds characters that do not belong there. {allowed}</source>
   <translation>"{shortened_text}" est illisible : l'expression est trop imbriquée, ou contient des caractères qui n'ont rien à y faire. {allowed}</translation>
  </message>
  <message>
   <source>"{shortened_text}", column {column}: {what} {hint}</source>
   <translation>"{shortened_text}", colonne {column} : {what} {hint}</translation>
  </message>
  <message>
   <source>"{text}" uses no band, so it is the same everywhere. {variables} Equal is written ==.</source>
   <translation>"{text}" n'utilise aucune bande, et vaut donc partout la même chose. {variables} L'égalité s'écrit ==.</translation>
  </message>
  <message>
   <source>&amp; | ~ join conditions, and {unparse_arg} is a number.</source>
   <translation>&amp; | ~ relient des conditions, et {unparse_arg} est un nombre.</translation>
  </message>
  <message>
   <source>'{a}' is '{b}'</source>
   <translation>« {a} » est « {b} »</translation>
  </message>
  <message>
   <source>'{key}' in the field '{fields}' stands with different values of '{fields_2}': {shares} polygons. Correct the wrong ones, or use the field that is right as the class field.</source>
   <translation>« {key} » dans le champ « {fields} » va avec des valeurs différentes de « {fields_2} » : {shares} polygones. Corrigez ceux qui sont faux, ou utilisez comme champ de classe celui qui est juste.</translation>
  </message>
  <message>
   <source>'{kind_name}' learns from the class of each pixel, which {patches_folder} does not hold: extract the patches again with 'Keep the class of each pixel' (PIXEL_LABELS), or choose another kind of model.</source>
   <translation>'{kind_name}' apprend de la classe de chaque pixel, que {patches_folder} ne contient pas : extrayez de nouveau les imagettes en gardant la classe de chaque pixel (PIXEL_LABELS), ou choisissez une autre sorte de modèle.</translation>
  </message>
  <message>
   <source>'{labels_one}' (feature {ids_one}) and '{labels_other}' (feature {ids_other}) overlap by {share:.0%} of the smaller: cut the overlap off one of them.</source>
   <translation>« {labels_one} » (entité {ids_one}) et « {labels_other} » (entité {ids_other}) se recouvrent sur {share} du plus petit : coupez le recouvrement de l'un d'eux.</translation>
  </message>
  <message>
   <source>'{labels}' is the only class: label what it is to be told from, too.</source>
   <translation>« {labels} » est la seule classe : étiquetez aussi ce dont il faut la distinguer.</translation>
  </message>
  <message>
   <source>'{label}' has {count} group of polygons, fewer than {least}: training, validation and test cannot each have their own. Label more places of it.</source>
   <translation>« {label} » a {count} groupe de polygones, moins que {least} : apprentissage, validation et test ne peuvent pas avoir chacun le leur. Étiquetez-en d'autres lieux.</translation>
  </message>
  <message>
   <source>'{label}' has {count} groups of polygons, fewer than {least}: training, validation and test cannot each have their own. Label more places of it.</source>
   <translation>« {label} » a {count} groupes de polygones, moins que {least} : apprentissage, validation et test ne peuvent pas avoir chacun le leur. Étiquetez-en d'autres lieux.</translation>
  </message>
  <message>
   <source>'{largest}' has {area_own:.0f} times the area of '{label}', more than {most:g} times: label more of '{label_2}', or leave 'balance' on when you train.</source>
   <translation>« {largest} » a {area_own} fois la surface de « {label} », plus de {most} fois : étiquetez davantage de « {label_2} », ou laissez « balance » activé lors de l'apprentissage.</translation>
  </message>
  <message>
   <source>'{value}' in {count}</source>
   <translation>« {value} » dans {count}</translation>
  </message>
  <message>
   <source>, 16 and 32 bits</source>
   <translation>, 16 et 32 bits</translation>
  </message>
  <message>
   <source>, also because values of  lie in several blocks</source>
   <translation>, aussi parce que des valeurs sont dans plusieurs blocs</translation>
  </message>
  <message>
   <source>, also because values of the group field '{group_field}' lie in several blocks</source>
   <translation>, aussi parce que des valeurs du champ de groupe « {group_field} » sont dans plusieurs blocs</translation>
  </message>
  <message>
   <source>, in batches of {answer_batch} patches</source>
   <translation>, par lots de {answer_batch} imagettes</translation>
  </message>
  <message>
   <source>, or with 'Fix geometries'.</source>
   <translation>, ou avec « Réparer les géométries ».</translation>
  </message>
  <message>
   <source>, over whole blocks</source>
   <translation>, sur des blocs entiers</translation>
  </message>
  <message>
   <source>, so they cannot be in two splits: choose less; the labels reach over {extent:.4g} x {extent_2:.4g} m.</source>
   <translation>, ils ne peuvent donc pas être dans deux sous-ensembles : choisissez moins ; les étiquettes s'étendent sur {extent} x {extent_2} m.</translation>
  </message>
  <message>
   <source>, {duration_left} to go</source>
   <translation>, encore {duration_left}</translation>
  </message>
  <message>
   <source>, {gone} whole</source>
   <translation>, {gone} en entier</translation>
  </message>
  <message>
   <source>, {size_metres:.3g} m wide</source>
   <translation>, larges de {size_metres} m,</translation>
  </message>
  <message>
   <source>1 worker</source>
   <translation>1 worker</translation>
  </message>
  <message>
   <source>95 % between</source>
   <translation>95 % entre</translation>
  </message>
  <message>
   <source>95 % between, ha</source>
   <translation>95 % entre, ha</translation>
  </message>
  <message>
   <source>; it encloses no area: draw it again.</source>
   <translation> ; elle n'enferme aucune surface : redessinez-la.</translation>
  </message>
  <message>
   <source>; {missing} count 0</source>
   <translation> ; {missing} comptent pour 0</translation>
  </message>
  <message>
   <source>; {missing} counts 0</source>
   <translation> ; {missing} compte pour 0</translation>
  </message>
  <message>
   <source>A Dask worker cannot do this work: its Python {python} lacks {missing}. Start the workers of the cluster by a Python that has NumPy, GDAL (osgeo) and distributed.</source>
   <translation>Un worker Dask ne peut pas faire ce travail : il manque {missing} à son Python {python}. Lancez les workers du cluster avec un Python qui a NumPy, GDAL (osgeo) et distributed.</translation>
  </message>
  <message>
   <source>A Dask worker that computed blocks died, or the scheduler did: {error}</source>
   <translation>Un worker Dask qui calculait des blocs, ou l'ordonnanceur, s'est arrêté : {error}</translation>
  </message>
  <message>
   <source>A buffer of {buffer} pixels would leave a class nothing to train on, or to score it by: trying less.</source>
   <translation>Un tampon de {buffer} pixels ne laisserait rien d'une classe pour l'apprentissage, ou pour l'évaluer : essai avec moins.</translation>
  </message>
  <message>
   <source>A buffer of {buffer} pixels would leave a class too little to train on, or to score it by: trying less.</source>
   <translation>Un tampon de {buffer} pixels laisserait trop peu d'une classe pour l'apprentissage, ou pour l'évaluer : essai avec moins.</translation>
  </message>
  <message>
   <source>A class needs at least 1 patch, but at most {max_per_class} were asked for.</source>
   <translation>Une classe a besoin d'au moins 1 imagette, mais au plus {max_per_class} sont demandées.</translation>
  </message>
  <message>
   <source>A coordinate reference system cannot be read ({failures}): choose it anew in the layer's properties. It is written as {wkt}.</source>
   <translation>Un système de coordonnées de référence est illisible ({failures}) : choisissez-le de nouveau dans les propriétés de la couche. Il est écrit {wkt}.</translation>
  </message>
  <message>
   <source>A cross-validation needs two folds with classes that lie in two or more, and the labels of {name} have {numbers} in all: deal them out again with 'Split labels' (FOLDS), or make folds by groups.</source>
   <translation>Une validation croisée demande deux plis avec des classes qui se trouvent dans deux ou plus, et les étiquettes de {name} ont {numbers} en tout : répartissez-les de nouveau avec « Répartir les étiquettes » (FOLDS), ou faites des plis par groupes.</translation>
  </message>
  <message>
   <source>A dataset needs at least one patch, got none.</source>
   <translation>Un jeu a besoin d'au moins une imagette, et il n'y en a aucune.</translation>
  </message>
  <message>
   <source>A diamond is {name}.</source>
   <translation>Un losange est {name}.</translation>
  </message>
  <message>
   <source>A difference of two maps is not yet a change: where either of them is wrong, they differ, too. Two maps that are each right in 90 of 100 places may differ in up to 20 of 100 by their mistakes alone, often more than has changed.</source>
   <translation>Une différence entre deux cartes n'est pas encore un changement : là où l'une des deux est fausse, elles diffèrent aussi. Deux cartes justes chacune en 90 lieux sur 100 peuvent différer en 20 lieux sur 100 du seul fait de leurs erreurs, souvent plus que ce qui a changé.</translation>
  </message>
  <message>
   <source>A dot is what was measured, the line its range. Long lines mean few polygons, not a bad network.</source>
   <translation>Un point est ce qui a été mesuré, la ligne son intervalle. De longues lignes veulent dire peu de polygones, et non un mauvais réseau.</translation>
  </message>
  <message>
   <source>A file may not be written: close other QGIS windows and programs that hold it, such as a virus scanner, and try again.</source>
   <translation>Un fichier ne peut pas être écrit : fermez les autres fenêtres de QGIS et les programmes qui le retiennent, comme un antivirus, et réessayez.</translation>
  </message>
  <message>
   <source>A forest of pixels is not tried: that takes the worker, which 'Check installation' (poplarnn:checkinstallation -- INSTALL=1) installs.</source>
   <translation>Aucune forêt de pixels n'est essayée : il faut pour cela le worker, qu'installe « Vérifier l'installation » (poplarnn:checkinstallation -- INSTALL=1).</translation>
  </message>
  <message>
   <source>A forest of pixels is not tried: {error}</source>
   <translation>Aucune forêt de pixels n'est essayée : {error}</translation>
  </message>
  <message>
   <source>A legend belongs to one band of uint8 or uint16, got {bands} of {dtype}.</source>
   <translation>Une légende va avec une seule bande de uint8 ou uint16 ; reçu : {bands} de {dtype}.</translation>
  </message>
  <message>
   <source>A library of the worker's Python {sys_executable} cannot be loaded ({error}), which the job {job} needs: if the memory is short, close other programs or raise a limit such as 'ulimit -v'; otherwise install it again with 'Check installation' (poplarnn:checkinstallation).</source>
   <translation>Une bibliothèque du Python du worker {sys_executable} ne peut pas être chargée ({error}), dont la tâche {job} a besoin : si la mémoire manque, fermez d'autres programmes ou relevez une limite comme 'ulimit -v' ; sinon, réinstallez-la avec « Vérifier l'installation » (poplarnn:checkinstallation).</translation>
  </message>
  <message>
   <source>A memory cap of {cap} is too small for {what}, one at a time: set it to {smallest}M or more.</source>
   <translation>Un plafond de mémoire de {cap} est trop petit pour {what}, même un à la fois : mettez-le à {smallest}M ou plus.</translation>
  </message>
  <message>
   <source>A memory cap of {megabytes_cap} is too small for the outlines of the areas that reach over large parts of the map: set a higher one, or clean the map first ('Clean map'), so that outlines are shorter.</source>
   <translation>Un plafond de mémoire de {megabytes_cap} est trop petit pour les contours des zones qui s'étendent sur de grandes parties de la carte : relevez-le, ou nettoyez d'abord la carte (« Nettoyer une carte »), pour que les contours soient plus courts.</translation>
  </message>
  <message>
   <source>A memory cap of {megabytes_memory} is too small for the small areas of this map: set a higher one, or clean it by the majority first (RADIUS).</source>
   <translation>Un plafond de mémoire de {megabytes_memory} est trop petit pour les petites zones de cette carte : relevez-le, ou nettoyez-la d'abord par la majorité (RADIUS).</translation>
  </message>
  <message>
   <source>A message of {body} bytes is too long for the worker, the most is {longest}: pass large values as arrays or files.</source>
   <translation>Un message de {body} octets est trop long pour le worker, le maximum est {longest} : passez les grandes valeurs par des tableaux ou des fichiers.</translation>
  </message>
  <message>
   <source>A model file ends in .keras, got {path}.</source>
   <translation>Un fichier de modèle se termine par .keras ; valeur reçue : {path}.</translation>
  </message>
  <message>
   <source>A network is not tried: a patch of {size} pixels, which suits these polygons, shows it no more than the forest sees.</source>
   <translation>Aucun réseau n'est essayé : une imagette de {size} pixels, qui convient à ces polygones, ne lui montre rien de plus que ce que voit la forêt.</translation>
  </message>
  <message>
   <source>A network is not tried: it would take {duration_seconds} on two cores to learn patches of {size} pixels in each fold. Choose ARCHITECTURE sigma to have it.</source>
   <translation>Aucun réseau n'est essayé : il faudrait {duration_seconds} sur deux cœurs pour apprendre des imagettes de {size} pixels dans chaque pli. Choisissez ARCHITECTURE sigma pour l'avoir.</translation>
  </message>
  <message>
   <source>A network is not tried: what looks further around a pixel than the forest does no better here.</source>
   <translation>Aucun réseau n'est essayé : ce qui regarde plus loin que la forêt autour d'un pixel ne fait pas mieux ici.</translation>
  </message>
  <message>
   <source>A network is not tried: {error}</source>
   <translation>Aucun réseau n'est essayé : {error}</translation>
  </message>
  <message>
   <source>A network, sigma, is tried in the same folds, on patches of {size} pixels: {duration_seconds} on two cores, if it then draws the map.</source>
   <translation>Un réseau, sigma, est essayé sur les mêmes plis, avec des imagettes de {size} pixels : {duration_seconds} sur deux cœurs, si c'est lui qui dessine ensuite la carte.</translation>
  </message>
  <message>
   <source>A package differs from the one that was locked, so it was not installed: try again; if that repeats itself, ask who runs your network or package index.</source>
   <translation>Un paquet diffère de celui qui a été verrouillé, il n'a donc pas été installé : réessayez ; si cela se répète, demandez à qui gère votre réseau ou votre index de paquets.</translation>
  </message>
  <message>
   <source>A part of the image {grid_bounds} has no place in {source_crs}, the CRS of the service: choose a smaller part.</source>
   <translation>Une partie de l'image {grid_bounds} n'a pas de place dans {source_crs}, le SCR du service : choisissez une partie plus petite.</translation>
  </message>
  <message>
   <source>A patch of {size} x {size_2} pixels does not fit: the largest square inside is {one_square} x {one_square_2} pixels, the whole polygon has {one_pixels}. </source>
   <translation>Une imagette de {size} x {size_2} pixels n'y tient pas : le plus grand carré à l'intérieur fait {one_square} x {one_square_2} pixels, le polygone entier a {one_pixels} pixels. </translation>
  </message>
  <message>
   <source>A patch of {spec_size} x {spec_size_2} pixels is larger than the image ({grid_width} x {grid_height}): choose a patch size of at most {grid_height_2}.</source>
   <translation>Une imagette de {spec_size} x {spec_size_2} pixels est plus grande que l'image ({grid_width} x {grid_height}) : choisissez une taille d'imagette d'au plus {grid_height_2}.</translation>
  </message>
  <message>
   <source>A patience of {patience} epochs can never end a training of {epochs}: lower it below the epochs, or set it to 0 to run them all and keep the last.</source>
   <translation>Une patience de {patience} époques ne peut jamais mettre fin à un apprentissage de {epochs} : mettez-la en dessous du nombre d'époques, ou à 0 pour les parcourir toutes et garder la dernière.</translation>
  </message>
  <message>
   <source>A pixel covers {areas_middle:.6g} m² in the middle of the map.</source>
   <translation>Un pixel couvre {areas_middle} m² au milieu de la carte.</translation>
  </message>
  <message>
   <source>A power is written **.</source>
   <translation>Une puissance s'écrit **.</translation>
  </message>
  <message>
   <source>A process that computed blocks died: {error} If it lacked memory, lower the memory cap or the number of jobs.</source>
   <translation>Un processus qui calculait des blocs s'est arrêté : {error} S'il a manqué de mémoire, baissez le plafond de mémoire ou le nombre de tâches.</translation>
  </message>
  <message>
   <source>A quick random forest reaches macro F1 {scores_macro_f1:.2f} on the validation patches ({over}), in {seconds:.0f} s.</source>
   <translation>Une forêt aléatoire rapide atteint un F1 moyen de {scores_macro_f1} sur les imagettes de validation ({over}), en {seconds} s.</translation>
  </message>
  <message>
   <source>A quick random forest reaches macro F1 {scores_macro_f1:.2f} on the validation patches, in {seconds:.0f} s.</source>
   <translation>Une forêt aléatoire rapide atteint un F1 moyen de {scores_macro_f1} sur les imagettes de validation, en {seconds} s.</translation>
  </message>
  <message>
   <source>A quick {name} does as well on the same patches: macro F1 {baseline_macro_f1:.2f}, this model {scores_macro_f1:.2f}. Train longer, label more places, or take that architecture.</source>
   <translation>Une rapide {name} fait aussi bien sur les mêmes imagettes : F1 moyen {baseline_macro_f1}, ce modèle {scores_macro_f1}. Entraînez plus longtemps, étiquetez d'autres lieux, ou prenez cette architecture.</translation>
  </message>
  <message>
   <source>A quick {name} finds {row_name} better: F1 {simpler:.2f}, this model {row_f1:.2f}. Train longer, label more places, or take that architecture.</source>
   <translation>Une rapide {name} trouve mieux {row_name} : F1 {simpler}, ce modèle {row_f1}. Entraînez plus longtemps, étiquetez d'autres lieux, ou prenez cette architecture.</translation>
  </message>
  <message>
   <source>A random forest cannot start from a model, got {task_weights}: leave the model to start from empty, or choose a network.</source>
   <translation>Une forêt aléatoire ne part pas d'un modèle ; valeur reçue : {task_weights} : laissez vide le modèle de départ, ou choisissez un réseau.</translation>
  </message>
  <message>
   <source>A random forest of pixels reaches macro F1 {scored_macro_f1:.2f} on the same polygons, in {monotonic_started:.0f} s.</source>
   <translation>Une forêt aléatoire de pixels atteint un F1 moyen de {scored_macro_f1} sur les mêmes polygones, en {monotonic_started} s.</translation>
  </message>
  <message>
   <source>A result was asked for where no task had been given.</source>
   <translation>Un résultat a été demandé là où aucune tâche n'avait été donnée.</translation>
  </message>
  <message>
   <source>A sample scene is {smallest} to {largest} pixels wide, got {size}.</source>
   <translation>Une scène d'exemple fait de {smallest} à {largest} pixels de large ; valeur reçue : {size}.</translation>
  </message>
  <message>
   <source>A shape to burn is not a polygon: </source>
   <translation>Une forme à rastériser n'est pas un polygone : </translation>
  </message>
  <message>
   <source>A small network gives no probabilities in the worker's Python: install it again with 'Check installation' (poplarnn:checkinstallation -- INSTALL=1).</source>
   <translation>Un petit réseau ne donne pas de probabilités dans le Python du worker : réinstallez-le avec « Vérifier l'installation » (poplarnn:checkinstallation -- INSTALL=1).</translation>
  </message>
  <message>
   <source>A small network runs on {found_devices}.</source>
   <translation>Un petit réseau fonctionne sur {found_devices}.</translation>
  </message>
  <message>
   <source>A training takes {need:,.0f} MB of memory. {told_pool}</source>
   <translation>Un entraînement prend {need} Mo de mémoire. {told_pool}</translation>
  </message>
  <message>
   <source>A worker of the cluster was given a task of the order {mark}, which it does not have: run this again.</source>
   <translation>Un worker du cluster a reçu une tâche de la commande {mark}, qu'il n'a pas : relancez ce traitement.</translation>
  </message>
  <message>
   <source>A {kind_module}.{kind_qualname} cannot go to a cluster.</source>
   <translation>Un {kind_module}.{kind_qualname} ne peut pas aller sur un cluster.</translation>
  </message>
  <message>
   <source>A {thing_name} cannot go to a cluster.</source>
   <translation>Un {thing_name} ne peut pas aller sur un cluster.</translation>
  </message>
  <message>
   <source>A {value_name} cannot cross between QGIS and the worker.</source>
   <translation>Un {value_name} ne peut pas passer entre QGIS et le worker.</translation>
  </message>
  <message>
   <source>AREAS: a reference raster tells no areas unless its pixels were drawn from the map: say how in DESIGN ('stratified', 'random', or 'other' for neither), or leave the table out.</source>
   <translation>AREAS : un raster de référence ne dit rien des surfaces, sauf si ses pixels ont été tirés de la carte : dites comment dans DESIGN ('stratified', 'random', ou 'other' si ni l'un ni l'autre), ou renoncez à la table.</translation>
  </message>
  <message>
   <source>AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY</source>
   <translation>AWS_ACCESS_KEY_ID et AWS_SECRET_ACCESS_KEY</translation>
  </message>
  <message>
   <source>Accuracy</source>
   <translation>Accord global</translation>
  </message>
  <message>
   <source>Added to it</source>
   <translation>Ce qui y a été ajouté</translation>
  </message>
  <message>
   <source>Adopted from</source>
   <translation>Adopté de</translation>
  </message>
  <message>
   <source>Adopted model</source>
   <translation>Modèle adopté</translation>
  </message>
  <message>
   <source>After</source>
   <translation>Après</translation>
  </message>
  <message>
   <source>After, ha</source>
   <translation>Après, ha</translation>
  </message>
  <message>
   <source>All images are {like_size}. </source>
   <translation>Toutes les images font {like_size}. </translation>
  </message>
  <message>
   <source>All is there and is being unpacked.</source>
   <translation>Tout est là et se décompresse.</translation>
  </message>
  <message>
   <source>All {count} labelled polygons have the same value in , so they cannot be in two splits: choose a field that tells stands or places apart, or none (each polygon is then its own group).</source>
   <translation>Les {count} polygones étiquetés ont tous la même valeur, ils ne peuvent donc pas être dans deux sous-ensembles : choisissez un champ qui distingue des peuplements ou des lieux, ou aucun (chaque polygone est alors son propre groupe).</translation>
  </message>
  <message>
   <source>All {count} labelled polygons have the same value in the group field '{group_field}', so they cannot be in two splits: choose a field that tells stands or places apart, or none (each polygon is then its own group).</source>
   <translation>Les {count} polygones étiquetés ont tous la même valeur dans le champ de groupe « {group_field} », ils ne peuvent donc pas être dans deux sous-ensembles : choisissez un champ qui distingue des peuplements ou des lieux, ou aucun (chaque polygone est alors son propre groupe).</translation>
  </message>
  <message>
   <source>All {found_files} images of {folder} are of one class ({names}): a network tells classes apart, so bring images of at least two.</source>
   <translation>Les {found_files} images de {folder} sont toutes d'une seule classe ({names}) : un réseau distingue des classes, apportez donc des images d'au moins deux.</translation>
  </message>
  <message>
   <source>All {highest_code} codes are taken: none is left for '{name}'.</source>
   <translation>Les {highest_code} codes sont tous pris : il n'en reste aucun pour « {name} ».</translation>
  </message>
  <message>
   <source>All {polygons} polygons are of one group ('{polygons_group}'), and groups are not divided, so none could be kept for validation: choose another group field or none, or set the validation share to 0.</source>
   <translation>Les {polygons} polygones sont tous d'un seul groupe (« {polygons_group} »), et les groupes ne se divisent pas, aucun ne pourrait donc être gardé pour la validation : choisissez un autre champ de groupe ou aucun, ou mettez la part de validation à 0.</translation>
  </message>
  <message>
   <source>Allowed are numbers, bands such as a1, + - * / // % **, comparisons (&lt; &lt;= &gt; &gt;= == !=), and, or, not, &amp; | ~ between conditions, x if c else y, pi, nodata, and the functions {functions}.</source>
   <translation>Sont permis les nombres, les bandes comme a1, + - * / // % **, les comparaisons (&lt; &lt;= &gt; &gt;= == !=), and, or, not, &amp; | ~ entre conditions, x if c else y, pi, nodata, et les fonctions {functions}.</translation>
  </message>
  <message>
   <source>Along the edges of fields and woods, maps differ by a pixel or two everywhere; thin lines on the map of changes are mostly that.</source>
   <translation>Le long des bords de champs et de bois, les cartes diffèrent partout d'un pixel ou deux ; les lignes fines de la carte des changements sont surtout cela.</translation>
  </message>
  <message>
   <source>An array of {array_nbytes} bytes cannot be saved for the worker in {folder}: {error}. Free some disk space, or set TMPDIR to a roomier folder.</source>
   <translation>Un tableau de {array_nbytes} octets ne peut pas être enregistré pour le worker dans {folder} : {error}. Libérez de la place sur le disque, ou mettez dans TMPDIR un dossier plus spacieux.</translation>
  </message>
  <message>
   <source>An expression is empty. {variables}</source>
   <translation>Une expression est vide. {variables}</translation>
  </message>
  <message>
   <source>An expression may have {longest} characters, this one has {text}.</source>
   <translation>Une expression peut avoir {longest} caractères, celle-ci en a {text}.</translation>
  </message>
  <message>
   <source>An expression takes 1 to {letters} rasters, got {rasters}.</source>
   <translation>Une expression prend de 1 à {letters} rasters ; reçu : {rasters}.</translation>
  </message>
  <message>
   <source>An image around all polygons has {grid_width} x {grid_height} pixels, which is too much for one file: take larger pixels (PIXEL_SIZE is in map units of the image), or fewer polygons at a time.</source>
   <translation>Une image autour de tous les polygones a {grid_width} x {grid_height} pixels, ce qui est trop pour un seul fichier : prenez des pixels plus grands (PIXEL_SIZE est en unités de carte de l'image), ou moins de polygones à la fois.</translation>
  </message>
  <message>
   <source>An image of {grid_width} x {grid_height} pixels is larger than any file: choose a smaller part or larger pixels (PIXEL_SIZE is in map units of the image).</source>
   <translation>Une image de {grid_width} x {grid_height} pixels est plus grande que tout fichier : choisissez une partie plus petite ou des pixels plus grands (PIXEL_SIZE est en unités de carte de l'image).</translation>
  </message>
  <message>
   <source>An image of {own_width} x {own_height} pixels holds none that is {factor:.3g} times as large.</source>
   <translation>Une image de {own_width} x {own_height} pixels n'en contient aucun qui soit {factor} fois plus grand.</translation>
  </message>
  <message>
   <source>An order to a cluster holds {kind}, which is nothing known.</source>
   <translation>Une commande à un cluster contient {kind}, qui n'est rien de connu.</translation>
  </message>
  <message>
   <source>An order to a cluster names {name}, which is nothing that crosses.</source>
   <translation>Une commande à un cluster nomme {name}, qui ne passe pas.</translation>
  </message>
  <message>
   <source>An order to a cluster needs {name}, which the plugin here lacks ({error}): every computer of the cluster needs the same version of it.</source>
   <translation>Une commande à un cluster a besoin de {name}, qui manque ici à l'extension ({error}) : chaque ordinateur du cluster en a besoin dans la même version.</translation>
  </message>
  <message>
   <source>An output cannot be of type {dtype}; choose one of {dtypes}.</source>
   <translation>Une sortie ne peut pas être de type {dtype} ; choisissez parmi {dtypes}.</translation>
  </message>
  <message>
   <source>An output cannot have the layout {layout}; choose one of {known}.</source>
   <translation>Une sortie ne peut pas avoir la disposition {layout} ; choisissez parmi {known}.</translation>
  </message>
  <message>
   <source>An output needs at least one band, got {bands}.</source>
   <translation>Une sortie a besoin d'au moins une bande ; valeur reçue : {bands}.</translation>
  </message>
  <message>
   <source>Another QGIS is installing or removing the worker's environment in {folder}: wait until it is done, then look with 'Check installation'.</source>
   <translation>Un autre QGIS installe ou supprime l'environnement du worker dans {folder} : attendez qu'il ait fini, puis regardez avec « Vérifier l'installation ».</translation>
  </message>
  <message>
   <source>Area</source>
   <translation>Surface</translation>
  </message>
  <message>
   <source>Area, ha</source>
   <translation>Surface, ha</translation>
  </message>
  <message>
   <source>Areas</source>
   <translation>Surfaces</translation>
  </message>
  <message>
   <source>Areas below 10 pixels go: {areas_middle:.6g} m².</source>
   <translation>Les zones de moins de 10 pixels disparaissent : {areas_middle} m².</translation>
  </message>
  <message>
   <source>Areas in words</source>
   <translation>Les surfaces en mots</translation>
  </message>
  <message>
   <source>Areas:</source>
   <translation>Surfaces :</translation>
  </message>
  <message>
   <source>Augmentation</source>
   <translation>Augmentation</translation>
  </message>
  <message>
   <source>BANDS is not used: the model says which bands it needs.</source>
   <translation>BANDS n'est pas utilisé : c'est le modèle qui dit de quelles bandes il a besoin.</translation>
  </message>
  <message>
   <source>BLOCK_SIZE: with blocks of {side:.4g} m all {count} polygons are together</source>
   <translation>BLOCK_SIZE : avec des blocs de {side} m, les {count} polygones sont tous ensemble</translation>
  </message>
  <message>
   <source>Balanced accuracy</source>
   <translation>Accord équilibré</translation>
  </message>
  <message>
   <source>Band {band} of the patches holds values that are not finite numbers (NaN or infinite): declare nodata in the image, then extract the patches again.</source>
   <translation>La bande {band} des imagettes contient des valeurs qui ne sont pas des nombres finis (NaN ou infini) : déclarez nodata dans l'image, puis extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>Band {number}</source>
   <translation>Bande {number}</translation>
  </message>
  <message>
   <source>Band {number}, called alpha, is taken for a mask and left out (ALPHA band keeps it).</source>
   <translation>La bande {number}, dite alpha, est prise pour un masque et écartée (ALPHA band la conserve).</translation>
  </message>
  <message>
   <source>Bands</source>
   <translation>Bandes</translation>
  </message>
  <message>
   <source>Batch size</source>
   <translation>Taille de lot</translation>
  </message>
  <message>
   <source>Before</source>
   <translation>Avant</translation>
  </message>
  <message>
   <source>Before, ha</source>
   <translation>Avant, ha</translation>
  </message>
  <message>
   <source>Blocks are computed on the Dask cluster at {scheduler}: {found_workers} with {found_threads} threads together.</source>
   <translation>Les blocs sont calculés sur le cluster Dask {scheduler} : {found_workers}, avec {found_threads} fils d'exécution ensemble.</translation>
  </message>
  <message>
   <source>Blocks need at least 1 pixel a side, got {block_size}.</source>
   <translation>Les blocs ont besoin d'au moins 1 pixel de côté ; valeur reçue : {block_size}.</translation>
  </message>
  <message>
   <source>Blocks need at least 1 pixel a side, got {width} x {height} in multiples of {multiple_of}.</source>
   <translation>Les blocs ont besoin d'au moins 1 pixel de côté ; valeur reçue : {width} x {height} en multiples de {multiple_of}.</translation>
  </message>
  <message>
   <source>Blocks of {side:.4g} m: {block_max} of them hold labels.</source>
   <translation>Blocs de {side} m : {block_max} d'entre eux contiennent des étiquettes.</translation>
  </message>
  <message>
   <source>Borders move by at most 1.5 pixels, {tolerance:.2g} m.</source>
   <translation>Les limites se déplacent d'au plus 1,5 pixel, {tolerance} m.</translation>
  </message>
  <message>
   <source>Bringing Python 3.12</source>
   <translation>Mise en place de Python 3.12</translation>
  </message>
  <message>
   <source>CLASSES: '{text}' cannot be the code of '{name}': codes are whole numbers from 1 to {highest_code}.</source>
   <translation>CLASSES : « {text} » ne peut pas être le code de « {name} » : les codes sont des entiers de 1 à {highest_code}.</translation>
  </message>
  <message>
   <source>CLASSES: '{text}' is no colour, for the class '{name}': write #rrggbb, such as #1f6f54, or a name such as green.</source>
   <translation>CLASSES : « {text} » n'est pas une couleur, pour la classe « {name} » : écrivez #rrggbb, par exemple #1f6f54, ou un nom comme green.</translation>
  </message>
  <message>
   <source>CLASSES: the class {code} has no name: give it one.</source>
   <translation>CLASSES : la classe {code} n'a pas de nom : donnez-lui-en un.</translation>
  </message>
  <message>
   <source>CLASSES: the code {code} stands for '{found_code}' and for '{name}': give each class a code of its own.</source>
   <translation>CLASSES : le code {code} désigne « {found_code} » et « {name} » : donnez à chaque classe son propre code.</translation>
  </message>
  <message>
   <source>CLASSES: the map has no class {strange}; it has {classes_names}. Give names or codes, with commas between them.</source>
   <translation>CLASSES : la carte n'a pas de classe {strange} ; elle a {classes_names}. Donnez des noms ou des codes, séparés par des virgules.</translation>
  </message>
  <message>
   <source>CLASSES: the name '{name}' stands twice: give each class a name of its own.</source>
   <translation>CLASSES : le nom « {name} » figure deux fois : donnez à chaque classe son propre nom.</translation>
  </message>
  <message>
   <source>CLASSES: {texts} values are no whole rows of code, name and colour: give three a class, the colour empty where you have none.</source>
   <translation>CLASSES : {texts} valeurs ne forment pas des lignes complètes de code, nom et couleur : donnez-en trois par classe, la couleur vide si vous n'en avez pas.</translation>
  </message>
  <message>
   <source>CLASS_FIELD: each of the {values} polygons has another value in '{chosen}': it numbers them and names no classes. Choose the field that holds the class, likely {likely}.</source>
   <translation>CLASS_FIELD : chacun des {values} polygones a une autre valeur dans « {chosen} » : ce champ les numérote et ne nomme pas de classes. Choisissez le champ qui contient la classe, probablement {likely}.</translation>
  </message>
  <message>
   <source>CLASS_FIELD: no field holds classes of the map, so name the field that holds the class of a polygon: {fields_values}.</source>
   <translation>CLASS_FIELD : aucun champ ne contient de classes de la carte ; indiquez celui qui contient la classe d'un polygone : {fields_values}.</translation>
  </message>
  <message>
   <source>CLASS_FIELD: {found} fields hold classes of the map, so name the field that holds the class of a polygon: {fields_values}.</source>
   <translation>CLASS_FIELD : {found} champs contiennent des classes de la carte ; indiquez celui qui contient la classe d'un polygone : {fields_values}.</translation>
  </message>
  <message>
   <source>COMPONENTS must lie between 1 and {max_most} for this image, got {count}: it has {features_shape} features, seen at {features} places.</source>
   <translation>COMPONENTS doit être entre 1 et {max_most} pour cette image ; valeur reçue : {count} : elle a {features_shape} descripteurs, vus en {features} lieux.</translation>
  </message>
  <message>
   <source>CPU ({os_cpu_count} cores)</source>
   <translation>processeur ({os_cpu_count} cœurs)</translation>
  </message>
  <message>
   <source>CPU ({os_cpu_count} cores; no GPU found)</source>
   <translation>processeur ({os_cpu_count} cœurs ; pas de GPU trouvé)</translation>
  </message>
  <message>
   <source>Cancelled after epoch {state_epoch} of {epochs}. The weights of the best epoch so far ({state_best_epoch}, macro F1 {state_best:.3f}) are kept in {path}, which is a model, those of the first training in {kept_path}. Train again with the same patches, settings and output to go on.</source>
   <translation>Annulé après l'époque {state_epoch} sur {epochs}. Les poids de la meilleure époque jusqu'ici ({state_best_epoch}, F1 moyen {state_best}) sont gardés dans {path}, qui est un modèle, ceux du premier apprentissage dans {kept_path}. Relancez l'apprentissage avec les mêmes imagettes, réglages et sortie pour continuer.</translation>
  </message>
  <message>
   <source>Cancelled after epoch {state_epoch} of {epochs}. The weights of the best epoch so far ({state_best_epoch}, macro F1 {state_best:.3f}) are kept in {path}, which is a model. Train again with the same patches, settings and output to go on.</source>
   <translation>Annulé après l'époque {state_epoch} sur {epochs}. Les poids de la meilleure époque jusqu'ici ({state_best_epoch}, F1 moyen {state_best}) sont gardés dans {path}, qui est un modèle. Relancez l'apprentissage avec les mêmes imagettes, réglages et sortie pour continuer.</translation>
  </message>
  <message>
   <source>Cancelled after epoch {state_epoch} of {epochs}. The weights of the last epoch ({state_epoch_2}) are kept in {path}, which is a model, those of the first training in {kept_path}. Train again with the same patches, settings and output to go on.</source>
   <translation>Annulé après l'époque {state_epoch} sur {epochs}. Les poids de la dernière époque ({state_epoch_2}) sont gardés dans {path}, qui est un modèle, ceux du premier apprentissage dans {kept_path}. Relancez l'apprentissage avec les mêmes imagettes, réglages et sortie pour continuer.</translation>
  </message>
  <message>
   <source>Cancelled after epoch {state_epoch} of {epochs}. The weights of the last epoch ({state_epoch_2}) are kept in {path}, which is a model. Train again with the same patches, settings and output to go on.</source>
   <translation>Annulé après l'époque {state_epoch} sur {epochs}. Les poids de la dernière époque ({state_epoch_2}) sont gardés dans {path}, qui est un modèle. Relancez l'apprentissage avec les mêmes imagettes, réglages et sortie pour continuer.</translation>
  </message>
  <message>
   <source>Cancelled: nothing of this training is kept.</source>
   <translation>Annulé : rien de cet apprentissage n'est gardé.</translation>
  </message>
  <message>
   <source>Candidates left out: {reasons}. See the footprints.</source>
   <translation>Candidates écartées : {reasons}. Voir les emprises.</translation>
  </message>
  <message>
   <source>Changes: {before} to {after}</source>
   <translation>Changements : de {before} à {after}</translation>
  </message>
  <message>
   <source>Check labels, {made_at}</source>
   <translation>Vérifier les étiquettes, {made_at}</translation>
  </message>
  <message>
   <source>Checked labels: {subject}</source>
   <translation>Étiquettes vérifiées : {subject}</translation>
  </message>
  <message>
   <source>Checked labels: {subject} – Check labels, {made_at}</source>
   <translation>Étiquettes vérifiées : {subject} – Vérifier les étiquettes, {made_at}</translation>
  </message>
  <message>
   <source>Choose crop or resize (DIFFERING) for those that are a few pixels off, skip (DIFFERING) to leave out all that differ, or convert them.</source>
   <translation>Choisissez crop ou resize (DIFFERING) pour celles qui s'écartent de quelques pixels, skip (DIFFERING) pour écarter toutes celles qui diffèrent, ou convertissez-les.</translation>
  </message>
  <message>
   <source>Choose skip (DIFFERING) to leave out all that differ, or convert or take away these.</source>
   <translation>Choisissez skip (DIFFERING) pour écarter toutes celles qui diffèrent, ou convertissez ou retirez celles-ci.</translation>
  </message>
  <message>
   <source>Class '{dataset_single}' lies in one image only, so no network could learn it while that image is held out: label it in another image, or make folds by groups.</source>
   <translation>La classe « {dataset_single} » n'est que dans une image, aucun réseau ne pourrait donc l'apprendre quand cette image est mise de côté : étiquetez-la dans une autre image, ou faites des plis par groupes.</translation>
  </message>
  <message>
   <source>Class '{index_code}' has few polygons, or unequal ones: cut into blocks, so that a part judges the rest, {cut}.</source>
   <translation>La classe « {index_code} » a peu de polygones, ou d'inégaux : coupés en blocs, pour qu'une partie juge le reste, {cut}.</translation>
  </message>
  <message>
   <source>Class '{name}' has few polygons, or unequal ones: {count} are cut into blocks, so that a part judges the rest.</source>
   <translation>La classe « {name} » a peu de polygones, ou d'inégaux : {count} sont coupés en blocs, pour qu'une partie juge le reste.</translation>
  </message>
  <message>
   <source>Class '{name}' has few polygons, or unequal ones: {count} is cut into blocks, so that a part judges the rest.</source>
   <translation>La classe « {name} » a peu de polygones, ou d'inégaux : {count} est coupé en blocs, pour qu'une partie juge le reste.</translation>
  </message>
  <message>
   <source>Class '{name}' has no patch left to train on: the split field puts all of it into validation or test, or too near to them. Set some of its polygons to 'train', or leave SPLIT_FIELD empty.</source>
   <translation>La classe « {name} » n'a plus d'imagette d'apprentissage : le champ de répartition la met tout entière en validation ou en test, ou trop près. Mettez « train » pour certains de ses polygones, ou laissez SPLIT_FIELD vide.</translation>
  </message>
  <message>
   <source>Class by class</source>
   <translation>Classe par classe</translation>
  </message>
  <message>
   <source>Class code {code} is out of range: codes go from 1 to {highest_code}, for a map holds them in 8 bits, and 0 means 'no class'. Renumber the class in the label layer.</source>
   <translation>Le code de classe {code} est hors limites : les codes vont de 1 à {highest_code}, car une carte les contient sur 8 bits, et 0 veut dire « aucune classe ». Renumérotez la classe dans la couche d'étiquettes.</translation>
  </message>
  <message>
   <source>Class codes must be ascending and unique, got {codes}.</source>
   <translation>Les codes des classes doivent être croissants et uniques ; valeur reçue : {codes}.</translation>
  </message>
  <message>
   <source>Class colours are written #rrggbb, such as #009e73, got {colour}.</source>
   <translation>Les couleurs des classes s'écrivent #rrggbb, par exemple #009e73 ; valeur reçue : {colour}.</translation>
  </message>
  <message>
   <source>Class map against reference</source>
   <translation>Carte de classes face à la référence</translation>
  </message>
  <message>
   <source>Class missing</source>
   <translation>Classe absente</translation>
  </message>
  <message>
   <source>Class that no map can hold</source>
   <translation>Classe qu'aucune carte ne peut contenir</translation>
  </message>
  <message>
   <source>Class with few groups</source>
   <translation>Classe ayant peu de groupes</translation>
  </message>
  <message>
   <source>Class with little area</source>
   <translation>Classe ayant peu de surface</translation>
  </message>
  <message>
   <source>Class {entry_name} has code {entry_code}, which does not fit into {dtype}.</source>
   <translation>La classe {entry_name} a le code {entry_code}, qui ne tient pas dans {dtype}.</translation>
  </message>
  <message>
   <source>Classes need as many names and colours as codes.</source>
   <translation>Il faut autant de noms et de couleurs de classes que de codes.</translation>
  </message>
  <message>
   <source>Compact residual network</source>
   <translation>Réseau résiduel compact</translation>
  </message>
  <message>
   <source>Compact without padding (fast maps)</source>
   <translation>Compact sans bordure (cartes rapides)</translation>
  </message>
  <message>
   <source>Computed here, without a worker, on the processor.</source>
   <translation>Calculé ici, sans worker, sur le processeur.</translation>
  </message>
  <message>
   <source>Computed on</source>
   <translation>Calculé sur</translation>
  </message>
  <message>
   <source>Computed on {answer_device}{at_once_answer}.</source>
   <translation>Calculé sur {answer_device}{at_once_answer}.</translation>
  </message>
  <message>
   <source>Computed on {kind_networks}.</source>
   <translation>Calculé sur {kind_networks}.</translation>
  </message>
  <message>
   <source>Computed on {trained_device}.</source>
   <translation>Calculé sur {trained_device}.</translation>
  </message>
  <message>
   <source>Confusion matrix: rows are the reference, columns the prediction</source>
   <translation>Matrice de confusion : les lignes sont la référence, les colonnes la prédiction</translation>
  </message>
  <message>
   <source>Copy these lines; your home folder and name are blanked.</source>
   <translation>Copiez ces lignes ; votre dossier personnel et votre nom y sont effacés.</translation>
  </message>
  <message>
   <source>Correct the errors before you cut patches; then look whether the warnings are meant.</source>
   <translation>Corrigez les erreurs avant d'extraire des imagettes ; voyez ensuite si les avertissements sont voulus.</translation>
  </message>
  <message>
   <source>Cover</source>
   <translation>Couverture</translation>
  </message>
  <message>
   <source>Cross-validation: {folder_name}</source>
   <translation>Validation croisée : {folder_name}</translation>
  </message>
  <message>
   <source>Cut the expression in two, or join many bands by sum, mean, min or max.</source>
   <translation>Coupez l'expression en deux, ou réunissez de nombreuses bandes par sum, mean, min ou max.</translation>
  </message>
  <message>
   <source>DRY_RUN: nothing was written.</source>
   <translation>DRY_RUN : rien n'a été écrit.</translation>
  </message>
  <message>
   <source>Deep features</source>
   <translation>Descripteurs profonds</translation>
  </message>
  <message>
   <source>Dense features cannot start from a model, got {weights}: leave the model to start from empty, or choose a network.</source>
   <translation>Les descripteurs profonds ne partent pas d'un modèle ; valeur reçue : {weights} : laissez vide le modèle de départ, ou choisissez un réseau.</translation>
  </message>
  <message>
   <source>Dense features of a trained network</source>
   <translation>Descripteurs profonds d'un réseau entraîné</translation>
  </message>
  <message>
   <source>Dense features of a trained network reach macro F1 {found_macro_f1:.2f} on polygons held out, in {took:.0f} s.</source>
   <translation>Les descripteurs profonds d'un réseau entraîné atteignent un F1 moyen de {found_macro_f1} sur des polygones mis de côté, en {took} s.</translation>
  </message>
  <message>
   <source>Dense features of {recipe_width} pixels around cells of {recipe_cell}</source>
   <translation>Descripteurs profonds de {recipe_width} pixels autour de cellules de {recipe_cell}</translation>
  </message>
  <message>
   <source>Dense features of {recipe_width} pixels around cells of {recipe_cell}, with bands and texture</source>
   <translation>Descripteurs profonds de {recipe_width} pixels autour de cellules de {recipe_cell}, avec bandes et texture</translation>
  </message>
  <message>
   <source>Devices</source>
   <translation>Appareils</translation>
  </message>
  <message>
   <source>Do not rely on it yet</source>
   <translation>Ne vous y fiez pas encore</translation>
  </message>
  <message>
   <source>Draw polygons of two classes or more: the live map then tells them apart.</source>
   <translation>Dessinez des polygones de deux classes ou plus : la carte en direct les distingue alors.</translation>
  </message>
  <message>
   <source>Drawn twice</source>
   <translation>Dessiné deux fois</translation>
  </message>
  <message>
   <source>EXTENT {text_extent} does not say in which CRS it is: write it behind, as in 600000,601000,6300000,6301000 [EPSG:2154].</source>
   <translation>EXTENT {text_extent} ne dit pas dans quel SCR elle est : écrivez-le derrière, comme dans 600000,601000,6300000,6301000 [EPSG:2154].</translation>
  </message>
  <message>
   <source>EXTENT, CRS or PIXEL_SIZE</source>
   <translation>EXTENT, CRS ou PIXEL_SIZE</translation>
  </message>
  <message>
   <source>Each bar is a class before; its pieces are the classes after, what stayed first.</source>
   <translation>Chaque barre est une classe avant ; ses morceaux sont les classes après, en commençant par ce qui est resté.</translation>
  </message>
  <message>
   <source>Each cell of {stride} x {stride_2} pixels is predicted from a patch of {spec_size} x {spec_size_2} pixels.</source>
   <translation>Chaque cellule de {stride} x {stride_2} pixels est prédite à partir d'une imagette de {spec_size} x {spec_size_2} pixels.</translation>
  </message>
  <message>
   <source>Each image is looked at by itself; where they overlap, the mean of their probabilities counts.</source>
   <translation>Chaque image est regardée pour elle-même ; là où elles se recouvrent, la moyenne de leurs probabilités compte.</translation>
  </message>
  <message>
   <source>Each of the {found_units} polygons counts as one observation, however many pixels it has, for pixels of one polygon resemble each other (ratio estimator of clusters).</source>
   <translation>Chacun des {found_units} polygones compte comme une observation, quel que soit son nombre de pixels, car les pixels d'un même polygone se ressemblent (estimateur par le quotient pour des grappes).</translation>
  </message>
  <message>
   <source>Each patch counts in its eight orientations.</source>
   <translation>Chaque imagette compte dans ses huit orientations.</translation>
  </message>
  <message>
   <source>Each point stands for the pixel that it lies in.</source>
   <translation>Chaque point représente le pixel dans lequel il se trouve.</translation>
  </message>
  <message>
   <source>Each row is a class of the reference: how many of its {unit} were predicted as which class, with the share of the row. Green is right, amber is wrong.</source>
   <translation>Chaque ligne est une classe de la référence : ce qui en a été prédit comme chaque classe ({unit}), avec la part de la ligne. Le vert est juste, l'orangé est faux.</translation>
  </message>
  <message>
   <source>EfficientNet-Lite0, trained on ImageNet</source>
   <translation>EfficientNet-Lite0, entraîné sur ImageNet</translation>
  </message>
  <message>
   <source>EfficientNetV2 B0, trained on ImageNet</source>
   <translation>EfficientNetV2 B0, entraîné sur ImageNet</translation>
  </message>
  <message>
   <source>Equal is written ==.</source>
   <translation>L'égalité s'écrit ==.</translation>
  </message>
  <message>
   <source>Estimated</source>
   <translation>Estimé</translation>
  </message>
  <message>
   <source>Estimated, ha</source>
   <translation>Estimé, ha</translation>
  </message>
  <message>
   <source>Evaluated model</source>
   <translation>Modèle évalué</translation>
  </message>
  <message>
   <source>Every row of the matrix needs as many numbers; they have {lengths}.</source>
   <translation>Chaque ligne de la matrice doit avoir autant de nombres ; elles en ont {lengths}.</translation>
  </message>
  <message>
   <source>Examples of the patches of each class</source>
   <translation>Exemples d'imagettes de chaque classe</translation>
  </message>
  <message>
   <source>F1 of the class of interest</source>
   <translation>F1 de la classe d'intérêt</translation>
  </message>
  <message>
   <source>F1 of {name}</source>
   <translation>F1 de {name}</translation>
  </message>
  <message>
   <source>FLIPS is for networks that look at patches, and this model is one of dense features ({card_architecture}), which looks at the image as a whole. Leave FLIPS off.</source>
   <translation>FLIPS s'adresse aux réseaux qui regardent des imagettes, et ce modèle est un modèle à descripteurs profonds ({card_architecture}), qui regarde l'image dans son ensemble. Laissez FLIPS décoché.</translation>
  </message>
  <message>
   <source>FLIPS is for networks, and this model is a random forest ({card_architecture}): what it looks at is the same however a patch lies, so the map would be the same. Leave FLIPS off.</source>
   <translation>FLIPS s'adresse aux réseaux, et ce modèle est une forêt aléatoire ({card_architecture}) : ce qu'elle regarde est le même quelle que soit l'orientation d'une imagette, et la carte serait la même. Laissez FLIPS décoché.</translation>
  </message>
  <message>
   <source>FOLDS: one fold is no cross-validation, for nothing is left to train on: choose 2 or more, or 0 for none.</source>
   <translation>FOLDS : un seul pli n'est pas une validation croisée, car il ne reste rien pour l'apprentissage : choisissez 2 ou plus, ou 0 pour aucun.</translation>
  </message>
  <message>
   <source>FOLDS: {rule_folds} folds need at least as many {rule_method} outside test, and the labels have {count}: choose fewer folds.</source>
   <translation>FOLDS : {rule_folds} plis demandent au moins autant de {rule_method} hors du test, et les étiquettes en ont {count} : choisissez moins de plis.</translation>
  </message>
  <message>
   <source>FOOTPRINTS: the patches of {dataset_folder} have no places (it has no {footprints}; images without georeference have none), so no layer can show them: leave FOOTPRINTS empty for the scores alone, or extract the patches from an image and labels.</source>
   <translation>FOOTPRINTS : les imagettes de {dataset_folder} n'ont pas de lieu (le dossier n'a pas de {footprints} ; des images sans géoréférence n'en ont pas), et aucune couche ne peut donc les montrer : laissez FOOTPRINTS vide pour n'avoir que les scores, ou extrayez les imagettes d'une image et d'étiquettes.</translation>
  </message>
  <message>
   <source>FOOTPRINTS: {path_name} cannot hold the predictions, for a shapefile cuts the names of fields to ten letters: choose a name that ends in .gpkg.</source>
   <translation>FOOTPRINTS : {path_name} ne peut pas contenir les prédictions, car un shapefile coupe les noms de champs à dix lettres : choisissez un nom qui se termine par .gpkg.</translation>
  </message>
  <message>
   <source>FOOTPRINTS: {path} holds {reviewed} reviews of mistakes, which would be lost: choose another name.</source>
   <translation>FOOTPRINTS : {path} contient {reviewed} revues d'erreurs, qui seraient perdues : choisissez un autre nom.</translation>
  </message>
  <message>
   <source>Feature</source>
   <translation>Entité</translation>
  </message>
  <message>
   <source>Features cannot be matched: the model does not tell what they were like in training, or the image has too few pixels without gaps. Set MATCH to 'none'.</source>
   <translation>Les descripteurs ne peuvent pas être ajustés : le modèle ne dit pas comment ils étaient à l'apprentissage, ou l'image a trop peu de pixels sans lacunes. Mettez MATCH à 'none'.</translation>
  </message>
  <message>
   <source>Features of patches drawn to {recipe_patch} pixels</source>
   <translation>Descripteurs d'imagettes ramenées à {recipe_patch} pixels</translation>
  </message>
  <message>
   <source>Features of patches drawn to {recipe_patch} pixels, with bands and texture</source>
   <translation>Descripteurs d'imagettes ramenées à {recipe_patch} pixels, avec bandes et texture</translation>
  </message>
  <message>
   <source>Few polygons judged these classes, so their scores may be luck: {unsure}.</source>
   <translation>Peu de polygones ont jugé ces classes, leurs scores sont donc peut-être un hasard : {unsure}.</translation>
  </message>
  <message>
   <source>Fewer than two points lie on what is mapped as {found_unsampled}: it counts as mapped, and as all of that may be wrong, the ranges of all classes are wider by that area. Judge more points there.</source>
   <translation>Moins de deux points se trouvent sur ce que la carte donne comme {found_unsampled} : cette classe compte telle quelle, et comme tout peut y être faux, les intervalles de toutes les classes sont élargis de cette surface. Jugez-y d'autres points.</translation>
  </message>
  <message>
   <source>Fewer than two points lie on what is mapped as {found_unsampled}: they count as mapped, and as all of that may be wrong, the ranges of all classes are wider by that area. Judge more points there.</source>
   <translation>Moins de deux points se trouvent sur ce que la carte donne comme {found_unsampled} : ces classes comptent telles quelles, et comme tout peut y être faux, les intervalles de toutes les classes sont élargis de cette surface. Jugez-y d'autres points.</translation>
  </message>
  <message>
   <source>Fewer than two polygons lie on what is mapped as {found_unsampled}: it counts as mapped, and as all of that may be wrong, the ranges of all classes are wider by that area. Judge more polygons there.</source>
   <translation>Moins de deux polygones se trouvent sur ce que la carte donne comme {found_unsampled} : cette classe compte telle quelle, et comme tout peut y être faux, les intervalles de toutes les classes sont élargis de cette surface. Jugez-y d'autres polygones.</translation>
  </message>
  <message>
   <source>Fewer than two polygons lie on what is mapped as {found_unsampled}: they count as mapped, and as all of that may be wrong, the ranges of all classes are wider by that area. Judge more polygons there.</source>
   <translation>Moins de deux polygones se trouvent sur ce que la carte donne comme {found_unsampled} : ces classes comptent telles quelles, et comme tout peut y être faux, les intervalles de toutes les classes sont élargis de cette surface. Jugez-y d'autres polygones.</translation>
  </message>
  <message>
   <source>Fingerprints (SHA-256 of the first and last 4 MiB): the same file has the same.</source>
   <translation>Empreintes (SHA-256 des 4 premiers et des 4 derniers Mio) : un même fichier a la même.</translation>
  </message>
  <message>
   <source>First weights</source>
   <translation>Premiers poids</translation>
  </message>
  <message>
   <source>Fitted to the patches of</source>
   <translation>Ajusté aux imagettes de</translation>
  </message>
  <message>
   <source>Fold</source>
   <translation>Pli</translation>
  </message>
  <message>
   <source>Fold by fold</source>
   <translation>Pli par pli</translation>
  </message>
  <message>
   <source>For a block in the middle it returned {trial_dtype}, bands: {trial_bands}. {told}</source>
   <translation>Pour un bloc au milieu, elle a renvoyé {trial_dtype}, bandes : {trial_bands}. {told}</translation>
  </message>
  <message>
   <source>For a bug report</source>
   <translation>Pour signaler un défaut</translation>
  </message>
  <message>
   <source>Free disk</source>
   <translation>Disque libre</translation>
  </message>
  <message>
   <source>From</source>
   <translation>De</translation>
  </message>
  <message>
   <source>From (rows) to (columns), hectares</source>
   <translation>De (lignes) à (colonnes), hectares</translation>
  </message>
  <message>
   <source>From the image: {chosen_fitted}.</source>
   <translation>D'après l'image : {chosen_fitted}.</translation>
  </message>
  <message>
   <source>From {before} (before) to {after} (after)</source>
   <translation>De {before} (avant) à {after} (après)</translation>
  </message>
  <message>
   <source>From, ha</source>
   <translation>De, ha</translation>
  </message>
  <message>
   <source>GDAL</source>
   <translation>GDAL</translation>
  </message>
  <message>
   <source>GDAL gives no reason</source>
   <translation>GDAL ne donne pas de raison</translation>
  </message>
  <message>
   <source>GPU ({names})</source>
   <translation>GPU ({names})</translation>
  </message>
  <message>
   <source>GPU: TensorFlow computes on a graphics card on {gpu} alone, and this is {platform_name}: leave GPU out.</source>
   <translation>GPU : TensorFlow ne calcule sur une carte graphique que sur {gpu}, et ceci est {platform_name} : renoncez à GPU.</translation>
  </message>
  <message>
   <source>Gain</source>
   <translation>Gain</translation>
  </message>
  <message>
   <source>Gain, ha</source>
   <translation>Gain, ha</translation>
  </message>
  <message>
   <source>Gains and losses</source>
   <translation>Gains et pertes</translation>
  </message>
  <message>
   <source>Give either EXTENT or POLYGONS: the part of the image that is wanted.</source>
   <translation>Donnez EXTENT ou POLYGONS : la partie voulue de l'image.</translation>
  </message>
  <message>
   <source>Give either SOURCE, a layer of WMS, WMTS or XYZ tiles, or ADDRESS, that of a service.</source>
   <translation>Donnez SOURCE, une couche de tuiles WMS, WMTS ou XYZ, ou ADDRESS, l'adresse d'un service.</translation>
  </message>
  <message>
   <source>Good where it was measured</source>
   <translation>Bon là où il a été mesuré</translation>
  </message>
  <message>
   <source>Groups</source>
   <translation>Groupes</translation>
  </message>
  <message>
   <source>Hectares</source>
   <translation>Hectares</translation>
  </message>
  <message>
   <source>Hectares are those of the ground, on the ellipsoid. Pixels without data on either map take no part.</source>
   <translation>Les hectares sont ceux du terrain, sur l'ellipsoïde. Les pixels sans données sur l'une des cartes ne comptent pas.</translation>
  </message>
  <message>
   <source>Hectares of change that hold take a sample: draw points from the map of changes by 'Sample points', judge what was there at both dates, and give them to 'Assess map' with that map (Olofsson and others 2013 and 2014, Remote Sensing of Environment 129 and 148).</source>
   <translation>Des hectares de changement fiables demandent un échantillon : tirez des points de la carte des changements avec « Tirer des points », jugez ce qu'il y avait aux deux dates, et donnez-les à « Évaluer une carte » avec cette carte (Olofsson et al. 2013 et 2014, Remote Sensing of Environment 129 et 148).</translation>
  </message>
  <message>
   <source>Hectares of each class: as mapped, and as the reference corrects them</source>
   <translation>Hectares de chaque classe : sur la carte, et corrigés par la référence</translation>
  </message>
  <message>
   <source>Hectares that each class gained and lost, and the balance</source>
   <translation>Hectares que chaque classe a gagnés et perdus, et le solde</translation>
  </message>
  <message>
   <source>How good it is</source>
   <translation>Ce qu'il vaut</translation>
  </message>
  <message>
   <source>How it was trained</source>
   <translation>Comment il a été entraîné</translation>
  </message>
  <message>
   <source>How much an easier test would promise</source>
   <translation>Ce que promettrait un test plus facile</translation>
  </message>
  <message>
   <source>How the network learned</source>
   <translation>Comment le réseau a appris</translation>
  </message>
  <message>
   <source>How to repeat it</source>
   <translation>Comment le refaire</translation>
  </message>
  <message>
   <source>Image without data</source>
   <translation>Image sans données</translation>
  </message>
  <message>
   <source>Image {number} of {images}: {path}</source>
   <translation>Image {number} sur {images} : {path}</translation>
  </message>
  <message>
   <source>Images it is made for</source>
   <translation>Images pour lesquelles il est fait</translation>
  </message>
  <message>
   <source>In brackets: how far other polygons like these might have moved it. Of fewer than five polygons that says little.</source>
   <translation>Entre parenthèses : jusqu'où d'autres polygones comme ceux-ci auraient pu le déplacer. Avec moins de cinq polygones, cela dit peu de chose.</translation>
  </message>
  <message>
   <source>In fold {number} nothing of class '{dataset_code}' is left to learn from: its patches are held out or within {spec_size} pixels of those that are. Ask for a smaller buffer or more folds, or label more places.</source>
   <translation>Dans le pli {number}, il ne reste rien à apprendre de la classe « {dataset_code} » : ses imagettes sont mises de côté, ou à moins de {spec_size} pixels de celles qui le sont. Demandez un tampon plus petit ou plus de plis, ou étiquetez d'autres lieux.</translation>
  </message>
  <message>
   <source>In words</source>
   <translation>En mots</translation>
  </message>
  <message>
   <source>In {folder} {files_like}: {listed_stays}. {differing_near}</source>
   <translation>Dans {folder}, {files_like} : {listed_stays}. {differing_near}</translation>
  </message>
  <message>
   <source>InceptionV3, trained on ImageNet</source>
   <translation>InceptionV3, entraîné sur ImageNet</translation>
  </message>
  <message>
   <source>Installed</source>
   <translation>Installé</translation>
  </message>
  <message>
   <source>Installed in {folder}, in {monotonic_started}.</source>
   <translation>Installé dans {folder}, en {monotonic_started}.</translation>
  </message>
  <message>
   <source>Installing pip</source>
   <translation>Installation de pip</translation>
  </message>
  <message>
   <source>Installing the packages</source>
   <translation>Installation des paquets</translation>
  </message>
  <message>
   <source>Installing uv</source>
   <translation>Installation de uv</translation>
  </message>
  <message>
   <source>Invalid geometry</source>
   <translation>Géométrie invalide</translation>
  </message>
  <message>
   <source>Is it as right as it is sure?</source>
   <translation>A-t-il raison autant qu'il est sûr ?</translation>
  </message>
  <message>
   <source>It calls no {unit} {names}, and some are.</source>
   <translation>Il ne nomme aucune unité ({unit}) {names}, alors qu'il y en a.</translation>
  </message>
  <message>
   <source>It has its map already, made of the same.</source>
   <translation>Elle a déjà sa carte, faite à partir des mêmes données.</translation>
  </message>
  <message>
   <source>It learned from one image. In other light, another season or from another sensor it may fail without a sign: label some polygons there and use 'Assess map'.</source>
   <translation>Il a appris d'une seule image. Sous une autre lumière, à une autre saison ou avec un autre capteur, il peut échouer sans que rien le signale : étiquetez-y quelques polygones et utilisez « Évaluer une carte ».</translation>
  </message>
  <message>
   <source>It learned these classes from few polygons, so it may know those places only: {few}.</source>
   <translation>Il a appris ces classes de peu de polygones, il ne connaît donc peut-être que ces lieux : {few}.</translation>
  </message>
  <message>
   <source>It looks at squares of {spec_size} x {spec_size_2} pixels{side} and {named} one of {classes_codes} classes: {classes_names}. It is for images with the bands {image_bands} ({image_dtype}) and {pixel}, taken like those that it {known}; it refuses other bands, types and pixel sizes.</source>
   <translation>Il regarde des carrés de {spec_size} x {spec_size_2} pixels{side} et {named} l'une de {classes_codes} classes : {classes_names}. Il est fait pour des images qui ont les bandes {image_bands} ({image_dtype}) et {pixel}, prises comme celles de son {known} ; il refuse d'autres bandes, types et tailles de pixel.</translation>
  </message>
  <message>
   <source>It names one of its {classes_codes} classes wherever it looks: what is none of them ({classes_names}) gets one of these names all the same.</source>
   <translation>Il nomme l'une de ses {classes_codes} classes où qu'il regarde : ce qui n'est aucune d'elles ({classes_names}) reçoit quand même l'un de ces noms.</translation>
  </message>
  <message>
   <source>It was measured on patches that it learned from: any network looks good there. Measure it on validation or test patches.</source>
   <translation>Il a été mesuré sur des imagettes dont il a appris : tout réseau y paraît bon. Mesurez-le sur des imagettes de validation ou de test.</translation>
  </message>
  <message>
   <source>It was never measured: there were no validation patches.</source>
   <translation>Il n'a jamais été mesuré : il n'y avait pas d'imagettes de validation.</translation>
  </message>
  <message>
   <source>It was trained elsewhere, and what it learned from is not known: its scores hold only if it had never seen the patches that judged it.</source>
   <translation>Il a été entraîné ailleurs, et ce qu'il a appris n'est pas connu : ses scores ne valent que s'il n'avait jamais vu les imagettes qui l'ont jugé.</translation>
  </message>
  <message>
   <source>It was trained elsewhere: if it had learned from these {unit}, it looks better than it is.</source>
   <translation>Il a été entraîné ailleurs : s'il avait appris de ces {unit}, il paraît meilleur qu'il n'est.</translation>
  </message>
  <message>
   <source>Its commonest mistake: of 100 {mistake} patches it takes {mistake_2:.0f} for {mistake_3}.</source>
   <translation>Son erreur la plus fréquente : sur 100 imagettes {mistake}, il en prend {mistake_2} pour {mistake_3}.</translation>
  </message>
  <message>
   <source>Jinja2</source>
   <translation>Jinja2</translation>
  </message>
  <message>
   <source>Kappa</source>
   <translation>Kappa</translation>
  </message>
  <message>
   <source>Label it in more places, or choose smaller blocks (BLOCK_SIZE).</source>
   <translation>Étiquetez-en d'autres lieux, ou choisissez des blocs plus petits (BLOCK_SIZE).</translation>
  </message>
  <message>
   <source>Label it in more places, or make its groups smaller (GROUP_FIELD).</source>
   <translation>Étiquetez-en d'autres lieux, ou faites des groupes plus petits (GROUP_FIELD).</translation>
  </message>
  <message>
   <source>Label smoothing</source>
   <translation>Lissage des étiquettes</translation>
  </message>
  <message>
   <source>Labels on {name}:</source>
   <translation>Étiquettes sur {name} :</translation>
  </message>
  <message>
   <source>Learned from</source>
   <translation>Appris de</translation>
  </message>
  <message>
   <source>Learned from {learned}.</source>
   <translation>Appris ici : {learned}.</translation>
  </message>
  <message>
   <source>Learned once more</source>
   <translation>Dernier apprentissage</translation>
  </message>
  <message>
   <source>Learning rate</source>
   <translation>Taux d'apprentissage</translation>
  </message>
  <message>
   <source>Left out</source>
   <translation>Écartées</translation>
  </message>
  <message>
   <source>Left out, too close</source>
   <translation>Écartées, trop proches</translation>
  </message>
  <message>
   <source>Less than 1 %</source>
   <translation>Moins de 1 %</translation>
  </message>
  <message>
   <source>Levels of tiles go from 0 to 30 at most, those of the layer from {first} to {last}: correct them in the properties of its connection.</source>
   <translation>Les niveaux de tuiles vont de 0 à 30 au plus, ceux de la couche de {first} à {last} : corrigez-les dans les propriétés de sa connexion.</translation>
  </message>
  <message>
   <source>Live map</source>
   <translation>Carte en direct</translation>
  </message>
  <message>
   <source>Looking at the image, to bring the model to it: {done} of {count} places.</source>
   <translation>Examen de l'image, pour y ajuster le modèle : {done} lieux sur {count}.</translation>
  </message>
  <message>
   <source>Looking at the image…</source>
   <translation>Examen de l'image…</translation>
  </message>
  <message>
   <source>Looking at the labels: {done} of {unknown} places.</source>
   <translation>Examen des étiquettes : {done} lieux sur {unknown}.</translation>
  </message>
  <message>
   <source>Loss</source>
   <translation>Perte</translation>
  </message>
  <message>
   <source>Loss and validation scores of each epoch</source>
   <translation>Perte et scores de validation de chaque époque</translation>
  </message>
  <message>
   <source>Loss, ha</source>
   <translation>Perte, ha</translation>
  </message>
  <message>
   <source>Macro F1 by each way to divide the patches</source>
   <translation>F1 moyen selon la façon de répartir les imagettes</translation>
  </message>
  <message>
   <source>Macro F1 of {baseline_name}</source>
   <translation>F1 moyen de {baseline_name}</translation>
  </message>
  <message>
   <source>Macro F1 {mean} on average, {std} the standard deviation between folds.</source>
   <translation>F1 moyen de {mean} en moyenne, avec un écart-type de {std} entre les plis.</translation>
  </message>
  <message>
   <source>Making an environment of {base_path}</source>
   <translation>Création d'un environnement de {base_path}</translation>
  </message>
  <message>
   <source>Map and reference have more than {highest_code} classes together: give a reference with the classes of the map.</source>
   <translation>Carte et référence ont ensemble plus de {highest_code} classes : donnez une référence qui a les classes de la carte.</translation>
  </message>
  <message>
   <source>Map and reference have {names_names} classes together, the most is {highest_code}: choose another class field.</source>
   <translation>Carte et référence ont ensemble {names_names} classes, le maximum est {highest_code} : choisissez un autre champ de classe.</translation>
  </message>
  <message>
   <source>Map {path_name}</source>
   <translation>Carte {path_name}</translation>
  </message>
  <message>
   <source>Mapped</source>
   <translation>Sur la carte</translation>
  </message>
  <message>
   <source>Mapped as</source>
   <translation>Sur la carte</translation>
  </message>
  <message>
   <source>Mapped as, reference</source>
   <translation>Sur la carte, référence</translation>
  </message>
  <message>
   <source>Mapped, ha</source>
   <translation>Sur la carte, ha</translation>
  </message>
  <message>
   <source>Masks and references</source>
   <translation>Masques et références</translation>
  </message>
  <message>
   <source>Matched to training by features, {match}.</source>
   <translation>Ajusté à l'apprentissage par les descripteurs, {match}.</translation>
  </message>
  <message>
   <source>Matched to training by {kind}, {band}.</source>
   <translation>Ajusté à l'apprentissage par {kind}, {band}.</translation>
  </message>
  <message>
   <source>Matching bands needs at least {fewest} pixels of the image to go by, got {values} with data inside the mask and the extent, of 64 small squares looked at: map a larger part, or set MATCH to 'none'.</source>
   <translation>Ajuster les bandes demande au moins {fewest} pixels de l'image, et il y en a {values} avec des données, dans le masque et l'emprise, sur les 64 petits carrés regardés : cartographiez une partie plus grande, ou mettez MATCH à 'none'.</translation>
  </message>
  <message>
   <source>Matching features needs at least 1000 pixels of the image to go by, in cells of {recipe_cell} pixels without gaps, and the 64 small squares looked at have fewer: set MATCH to 'none'.</source>
   <translation>Ajuster les descripteurs demande au moins 1000 pixels de l'image, dans des cellules de {recipe_cell} pixels sans lacunes, et les 64 petits carrés regardés en ont moins : mettez MATCH à 'none'.</translation>
  </message>
  <message>
   <source>Mean</source>
   <translation>Moyenne</translation>
  </message>
  <message>
   <source>Measured on {found_measured_on}:</source>
   <translation>Mesuré sur {found_measured_on} :</translation>
  </message>
  <message>
   <source>Measured on:</source>
   <translation>Mesuré sur :</translation>
  </message>
  <message>
   <source>Method: ratio estimation from clusters, polygon by polygon (Cochran 1977; Stehman 1997), post-stratified by the classes of the map.</source>
   <translation>Méthode : estimation par le quotient pour des grappes, polygone par polygone (Cochran 1977 ; Stehman 1997), post-stratifiée par les classes de la carte.</translation>
  </message>
  <message>
   <source>Method: stratified estimation (Olofsson and others 2014, Remote Sensing of Environment 148).</source>
   <translation>Méthode : estimation stratifiée (Olofsson et al. 2014, Remote Sensing of Environment 148).</translation>
  </message>
  <message>
   <source>MobileNetV3 small, trained on ImageNet</source>
   <translation>MobileNetV3 small, entraîné sur ImageNet</translation>
  </message>
  <message>
   <source>Model card · {card_architecture}, {made_card}, {training_date}</source>
   <translation>Fiche du modèle · {card_architecture}, {made_card}, {training_date}</translation>
  </message>
  <message>
   <source>NaN cannot be written as {plane_dtype} without a nodata value; declare one.</source>
   <translation>NaN ne peut pas être écrit en {plane_dtype} sans valeur nodata ; déclarez-en une.</translation>
  </message>
  <message>
   <source>Name the bands, such as a1, or use rasters with equally many.</source>
   <translation>Nommez les bandes, comme a1, ou utilisez des rasters qui en ont autant.</translation>
  </message>
  <message>
   <source>Names and codes that disagree</source>
   <translation>Noms et codes qui se contredisent</translation>
  </message>
  <message>
   <source>Names that are written differently are one class: {told}.</source>
   <translation>Des noms écrits différemment sont une même classe : {told}.</translation>
  </message>
  <message>
   <source>Net</source>
   <translation>Solde</translation>
  </message>
  <message>
   <source>Net, ha</source>
   <translation>Solde, ha</translation>
  </message>
  <message>
   <source>Networks</source>
   <translation>Réseaux</translation>
  </message>
  <message>
   <source>No Dask scheduler can be reached at {scheduler}: {error}. Start one with "dask scheduler", and give the address it prints, such as tcp://192.168.1.5:8786.</source>
   <translation>Aucun ordonnanceur Dask ne répond à {scheduler} : {error}. Lancez-en un avec "dask scheduler", et donnez l'adresse qu'il affiche, comme tcp://192.168.1.5:8786.</translation>
  </message>
  <message>
   <source>No Python here can be the worker's: none was found. Install Python 3.11, 3.12 or 3.13, of 64 bits, for your user from its home page, and try again.</source>
   <translation>Aucun Python d'ici ne peut être celui du worker : aucun n'a été trouvé. Installez Python 3.11, 3.12 ou 3.13, en 64 bits, pour votre utilisateur, depuis son site, et réessayez.</translation>
  </message>
  <message>
   <source>No Python here can be the worker's: {refused}. Install Python 3.11, 3.12 or 3.13, of 64 bits, for your user from its home page, and try again.</source>
   <translation>Aucun Python d'ici ne peut être celui du worker : {refused}. Installez Python 3.11, 3.12 ou 3.13, en 64 bits, pour votre utilisateur, depuis son site, et réessayez.</translation>
  </message>
  <message>
   <source>No Python here has pip, nor the module ensurepip that brings it: on Debian and Ubuntu 'sudo apt install python3-venv' adds it; elsewhere install Python 3.11, 3.12 or 3.13 for your user from its home page, and try again.</source>
   <translation>Aucun Python d'ici n'a pip, ni le module ensurepip qui l'apporte : sur Debian et Ubuntu, 'sudo apt install python3-venv' l'ajoute ; ailleurs, installez Python 3.11, 3.12 ou 3.13 pour votre utilisateur, depuis son site, et réessayez.</translation>
  </message>
  <message>
   <source>No Python here is fit, and none has pip to bring one: install Python 3.12 for your user from its home page (it asks for no administrator), and try again.</source>
   <translation>Aucun Python d'ici ne convient, et aucun n'a pip pour en apporter un : installez Python 3.12 pour votre utilisateur, depuis son site (sans droits d'administrateur), et réessayez.</translation>
  </message>
  <message>
   <source>No Python here is fit: Python 3.12 is brought, for Poplar NN alone.</source>
   <translation>Aucun Python d'ici ne convient : Python 3.12 est apporté, pour Poplar NN seul.</translation>
  </message>
  <message>
   <source>No Python of this computer is fit: one is brought. </source>
   <translation>Aucun Python de cet ordinateur ne convient : il en est apporté un. </translation>
  </message>
  <message>
   <source>No better for {settings_patience} epochs: training ends here.</source>
   <translation>Aucun progrès depuis {settings_patience} époques : l'apprentissage s'arrête ici.</translation>
  </message>
  <message>
   <source>No class of interest was chosen, so this is about the rarest, {name}: name another in INTEREST if it matters more.</source>
   <translation>Aucune classe d'intérêt n'a été choisie, il s'agit donc ici de la plus rare, {name} : nommez-en une autre dans INTEREST si elle compte davantage.</translation>
  </message>
  <message>
   <source>No folder is called valid: {valid_sum} of {drawn} training images are drawn for validation (VALIDATION_SHARE).</source>
   <translation>Aucun dossier ne s'appelle valid : {valid_sum} images d'apprentissage sur {drawn} sont tirées pour la validation (VALIDATION_SHARE).</translation>
  </message>
  <message>
   <source>No further process can be started ({error}): let other programs end, or choose a lighter kind of model or smaller batches.</source>
   <translation>Aucun autre processus ne peut être lancé ({error}) : laissez d'autres programmes se terminer, ou choisissez une sorte de modèle plus légère ou des lots plus petits.</translation>
  </message>
  <message>
   <source>No geometry</source>
   <translation>Sans géométrie</translation>
  </message>
  <message>
   <source>No label is drawn here, so the map is that of the model itself: draw some, or use that model.</source>
   <translation>Aucune étiquette n'est dessinée ici, la carte est donc celle du modèle lui-même : dessinez-en, ou utilisez ce modèle.</translation>
  </message>
  <message>
   <source>No mistake was found among the points mapped as {told}. Some may be wrong all the same, at most as many as in brackets, and the ranges do not hold that.</source>
   <translation>Aucune erreur n'a été trouvée parmi les points que la carte donne comme {told}. Certains peuvent être faux quand même, au plus autant qu'entre parenthèses, et les intervalles n'en tiennent pas compte.</translation>
  </message>
  <message>
   <source>No mistake was found among the polygons mapped as {told}. Some may be wrong all the same, at most as many as in brackets, and the ranges do not hold that.</source>
   <translation>Aucune erreur n'a été trouvée parmi les polygones que la carte donne comme {told}. Certains peuvent être faux quand même, au plus autant qu'entre parenthèses, et les intervalles n'en tiennent pas compte.</translation>
  </message>
  <message>
   <source>No patch can be cut: where the polygons are large enough, the image has no data or the mask excludes them. Check nodata, mask and label positions.</source>
   <translation>Aucune imagette ne peut être extraite : là où les polygones sont assez grands, l'image n'a pas de données ou le masque les exclut. Vérifiez nodata, le masque et la position des étiquettes.</translation>
  </message>
  <message>
   <source>No patch of background can be drawn: outside the polygons, no place with data and inside the mask is far enough from patches of another split. Lower the buffer or the patch size, or label the background.</source>
   <translation>Aucune imagette de fond ne peut être tirée : hors des polygones, aucun lieu avec des données et dans le masque n'est assez loin des imagettes d'un autre sous-ensemble. Baissez le tampon ou la taille d'imagette, ou étiquetez le fond.</translation>
  </message>
  <message>
   <source>No patch of class '{dataset_code}' has a fold, so no network could learn it: give some of its labels a fold, or make folds by groups.</source>
   <translation>Aucune imagette de la classe « {dataset_code} » n'a de pli, aucun réseau ne pourrait donc l'apprendre : donnez un pli à certaines de ses étiquettes, ou faites des plis par groupes.</translation>
  </message>
  <message>
   <source>No pixel has data in every image</source>
   <translation>Aucun pixel n'a de données dans chaque image</translation>
  </message>
  <message>
   <source>No pixel is labelled with one class alone: each lies in polygons of two classes or more. Draw the polygons apart.</source>
   <translation>Aucun pixel n'est étiqueté d'une seule classe : chacun est dans des polygones de deux classes ou plus. Dessinez les polygones à l'écart les uns des autres.</translation>
  </message>
  <message>
   <source>No pixel of 64 squares all over {source_path} holds data, so nothing can be told of it: clip the image to where it holds data.</source>
   <translation>Aucun pixel de 64 carrés répartis dans {source_path} n'a de données, rien ne peut donc en être dit : découpez l'image là où elle a des données.</translation>
  </message>
  <message>
   <source>No pixel of the image is labelled with one class alone: draw the polygons apart.</source>
   <translation>Aucun pixel de l'image n'est étiqueté d'une seule classe : dessinez les polygones à l'écart les uns des autres.</translation>
  </message>
  <message>
   <source>No pixel of {found} windows all over {image_path} holds data, so its features cannot be told: choose other bands, or clip the image to where it holds data.</source>
   <translation>Aucun pixel de {found} fenêtres réparties dans {image_path} n'a de données, ses descripteurs ne peuvent donc pas être calculés : choisissez d'autres bandes, ou découpez l'image là où elle a des données.</translation>
  </message>
  <message>
   <source>No place is left to label: where the image has data, and the mask and the extent allow it, labels are everywhere nearer than {apart} pixels. Give a smaller distance (APART), or another mask or extent.</source>
   <translation>Il ne reste aucun lieu à étiqueter : là où l'image a des données, et où le masque et l'emprise le permettent, des étiquettes sont partout à moins de {apart} pixels. Donnez un écartement plus petit (APART), ou un autre masque ou une autre emprise.</translation>
  </message>
  <message>
   <source>No point can be drawn: {mapped_path} holds no pixel of a class, only nodata. Check the layer's nodata and its values.</source>
   <translation>Aucun point ne peut être tiré : {mapped_path} ne contient aucun pixel d'une classe, seulement nodata. Vérifiez le nodata de la couche et ses valeurs.</translation>
  </message>
  <message>
   <source>No point of {layer_name} has a class in its field '{text_class_field}': judge the points first, in the panel 'Review mistakes' for instance.</source>
   <translation>Aucun point de {layer_name} n'a de classe dans son champ « {text_class_field} » : jugez d'abord les points, dans le panneau « Revoir les erreurs » par exemple.</translation>
  </message>
  <message>
   <source>No polygon holds a patch of {spec_size} x {spec_size_2} pixels covered to {spec_min_cover:.0%}: the largest patch wholly inside a polygon has {largest} pixels. Choose a smaller patch size, or draw larger polygons.</source>
   <translation>Aucun polygone ne contient d'imagette de {spec_size} x {spec_size_2} pixels couverte à {spec_min_cover} : la plus grande imagette entière à l'intérieur d'un polygone a {largest} pixels. Choisissez une taille d'imagette plus petite, ou dessinez des polygones plus grands.</translation>
  </message>
  <message>
   <source>No polygon of the layer overlaps the image, which reaches over {grid_bounds} (x min, y min, x max, y max, in the image's CRS); the first polygon reaches over {theirs}. Check both coordinate reference systems.</source>
   <translation>Aucun polygone de la couche ne recouvre l'image, dont l'emprise est {grid_bounds} (x min, y min, x max, y max, dans le SCR de l'image) ; celle du premier polygone est {theirs}. Vérifiez les deux systèmes de coordonnées de référence.</translation>
  </message>
  <message>
   <source>No problem was found.</source>
   <translation>Aucun problème n'a été trouvé.</translation>
  </message>
  <message>
   <source>No problem was found: the labels are fit to be learned from.</source>
   <translation>Aucun problème n'a été trouvé : les étiquettes sont bonnes pour l'apprentissage.</translation>
  </message>
  <message>
   <source>Nodes of the trees</source>
   <translation>Nœuds des arbres</translation>
  </message>
  <message>
   <source>None of the {features} label features has both a polygon and a value in the class field '{class_field}': draw and fill them, or choose another field.</source>
   <translation>Aucune des {features} entités d'étiquettes n'a à la fois un polygone et une valeur dans le champ de classe « {class_field} » : dessinez-les et remplissez-les, ou choisissez un autre champ.</translation>
  </message>
  <message>
   <source>None of the {some} polygons of '{label}' holds a patch of {size} x {size_2} pixels, and the class would not be on the map: </source>
   <translation>Aucun des {some} polygones de « {label} » ne contient une imagette de {size} x {size_2} pixels, et la classe ne serait pas sur la carte : </translation>
  </message>
  <message>
   <source>Not all of the images say how large their pixels are, and a model is only used on images with pixels like those it learned from: give the pixel size in metres (PIXEL_SIZE).</source>
   <translation>Toutes les images ne disent pas la taille de leurs pixels, et un modèle ne s'utilise que sur des images dont les pixels ressemblent à ceux de son apprentissage : donnez la taille de pixel en mètres (PIXEL_SIZE).</translation>
  </message>
  <message>
   <source>Not known</source>
   <translation>Inconnu</translation>
  </message>
  <message>
   <source>Not used: {reason}.</source>
   <translation>Non utilisés : {reason}.</translation>
  </message>
  <message>
   <source>Nothing can be added to {folder_name}: all patches lie too near to those of another split, or their classes have enough. Lower the buffer or raise MAX_PER_CLASS.</source>
   <translation>Rien ne peut être ajouté à {folder_name} : toutes les imagettes sont trop proches de celles d'un autre sous-ensemble, ou leurs classes en ont assez. Baissez le tampon ou augmentez MAX_PER_CLASS.</translation>
  </message>
  <message>
   <source>Nothing can be added to {folder}: it does not say where its patches lie, so training could not be kept apart from the other splits. Make a dataset of its own, or extract those patches again, too.</source>
   <translation>Rien ne peut être ajouté à {folder} : il ne dit pas où se trouvent ses imagettes, l'apprentissage ne pourrait donc pas être séparé des autres sous-ensembles. Faites un jeu à part, ou extrayez aussi de nouveau ces imagettes-là.</translation>
  </message>
  <message>
   <source>Nothing can be brought from {source_getname} to {target_getname}, for no way between these coordinate reference systems is known: choose one on the earth in the layer's properties, or georeference the image.</source>
   <translation>Rien ne peut être amené de {source_getname} à {target_getname}, car aucun passage entre ces systèmes de coordonnées de référence n'est connu : choisissez-en un sur la Terre dans les propriétés de la couche, ou géoréférencez l'image.</translation>
  </message>
  <message>
   <source>Nothing can be compared: no pixel has a class in both maps. Check that both cover the same place, and their nodata.</source>
   <translation>Rien ne peut être comparé : aucun pixel n'a de classe sur les deux cartes. Vérifiez qu'elles couvrent le même lieu, et leur nodata.</translation>
  </message>
  <message>
   <source>Nothing can be compared: no pixel has both a class on the map and a reference. Check that both cover the same place.</source>
   <translation>Rien ne peut être comparé : aucun pixel n'a à la fois une classe sur la carte et une référence. Vérifiez que les deux couvrent le même lieu.</translation>
  </message>
  <message>
   <source>Nothing is known of {scores_unjudged}: no {unit} of it judged.</source>
   <translation>Rien n'est connu de {scores_unjudged} : elle n'a été jugée par aucune unité ({unit}).</translation>
  </message>
  <message>
   <source>Nothing is known of {scores_unjudged}: no {unit} of them judged.</source>
   <translation>Rien n'est connu de {scores_unjudged} : elles n'ont été jugées par aucune unité ({unit}).</translation>
  </message>
  <message>
   <source>Nothing it was measured on is {name}: how well it finds it is not known.</source>
   <translation>Rien de ce qui l'a mesuré n'est {name} : on ne sait pas s'il le trouve bien.</translation>
  </message>
  <message>
   <source>Nothing judged it, so nobody knows how good it is.</source>
   <translation>Rien ne l'a jugé, personne ne sait donc ce qu'il vaut.</translation>
  </message>
  <message>
   <source>Nothing must be corrected; look whether the warnings are meant.</source>
   <translation>Rien ne doit être corrigé ; voyez si les avertissements sont voulus.</translation>
  </message>
  <message>
   <source>Nothing was compared: the confusion matrix is empty.</source>
   <translation>Rien n'a été comparé : la matrice de confusion est vide.</translation>
  </message>
  <message>
   <source>Now the layers trained on ImageNet are tuned, too.</source>
   <translation>Maintenant, les couches entraînées sur ImageNet sont ajustées aussi.</translation>
  </message>
  <message>
   <source>NumPy</source>
   <translation>NumPy</translation>
  </message>
  <message>
   <source>Number</source>
   <translation>Nombre</translation>
  </message>
  <message>
   <source>OUTPUT: {output_name} cannot keep the classes: choose a name that ends in .gpkg.</source>
   <translation>OUTPUT : {output_name} ne peut pas conserver les classes : choisissez un nom qui se termine par .gpkg.</translation>
  </message>
  <message>
   <source>OUTPUT: {path_name} cannot be written, for no vector format ends in '{ending}': choose a name that ends in .gpkg.</source>
   <translation>OUTPUT : impossible d'écrire {path_name}, car aucun format vecteur ne se termine par « {ending} » : choisissez un nom qui se termine par .gpkg.</translation>
  </message>
  <message>
   <source>OUTPUT: {path_name} cannot hold the problems, for they have long texts, and some have no place: choose a name that ends in {formats}.</source>
   <translation>OUTPUT : {path_name} ne peut pas contenir les problèmes, dont les textes sont longs et dont certains n'ont pas de lieu : choisissez un nom qui se termine par {formats}.</translation>
  </message>
  <message>
   <source>Of 100 {name} {unit} it finds {row_recall}; </source>
   <translation>Sur 100 {unit} {name}, il en trouve {row_recall} ; </translation>
  </message>
  <message>
   <source>Of all images the middle {side_side} are taken.</source>
   <translation>De toutes les images, les {side_side} du milieu sont pris.</translation>
  </message>
  <message>
   <source>Of the {found_polygons} labels, each held out in turn, the others tell the class with macro F1 {found_held_out_f1:.2f}.</source>
   <translation>Sur les {found_polygons} étiquettes, chacune mise de côté tour à tour, les autres disent la classe avec un F1 moyen de {found_held_out_f1}.</translation>
  </message>
  <message>
   <source>Of {found_total} ha that both maps show, {found_changed} ha ({share:.1f} %) have another class on the second.</source>
   <translation>Sur {found_total} ha que montrent les deux cartes, {found_changed} ha ({share} %) ont une autre classe sur la seconde.</translation>
  </message>
  <message>
   <source>Of {kept} labelled pixels {limited_kept} are taken, at most {most} of a class and of all groups alike.</source>
   <translation>Des {kept} pixels étiquetés, {limited_kept} sont pris, au plus {most} par classe et à parts égales dans tous les groupes.</translation>
  </message>
  <message>
   <source>Off the image</source>
   <translation>Hors de l'image</translation>
  </message>
  <message>
   <source>On both</source>
   <translation>Sur les deux</translation>
  </message>
  <message>
   <source>On the dotted line, predictions with confidence 0.9 are right in nine cases of ten; below it the network is surer than it is right.</source>
   <translation>Sur la ligne pointillée, les prédictions de confiance 0,9 sont justes neuf fois sur dix ; en dessous, le réseau est plus sûr qu'il n'a raison.</translation>
  </message>
  <message>
   <source>One training at a time.</source>
   <translation>Un entraînement à la fois.</translation>
  </message>
  <message>
   <source>Only models of dense features (deep_features) can be matched by 'features', and this one is a {card_architecture}: set MATCH to 'spread', 'histogram' or 'none'.</source>
   <translation>Seuls les modèles à descripteurs profonds (deep_features) peuvent être ajustés par 'features', et celui-ci est de l'architecture {card_architecture} : mettez MATCH à 'spread', 'histogram' ou 'none'.</translation>
  </message>
  <message>
   <source>Only models of dense features (deep_features) can learn from the image they map, and this one is a {card_architecture}: leave SELF_TRAINING off.</source>
   <translation>Seuls les modèles à descripteurs profonds (deep_features) peuvent apprendre de l'image qu'ils cartographient, et celui-ci est de l'architecture {card_architecture} : renoncez à SELF_TRAINING.</translation>
  </message>
  <message>
   <source>Only the training loss is known: nothing shows whether the network learns its patches by heart.</source>
   <translation>Seule la perte d'apprentissage est connue : rien ne montre si le réseau apprend ses imagettes par cœur.</translation>
  </message>
  <message>
   <source>Only the {which} map has the classes {alone}.</source>
   <translation>Seule la carte {which} a les classes {alone}.</translation>
  </message>
  <message>
   <source>Only {groups} polygon of {name} judged it: label more places, and the range will tell more.</source>
   <translation>Seulement {groups} polygone de {name} l'a jugé : étiquetez d'autres lieux, et l'intervalle en dira plus.</translation>
  </message>
  <message>
   <source>Only {groups} polygons of {name} judged it: label more places, and the range will tell more.</source>
   <translation>Seulement {groups} polygones de {name} l'ont jugé : étiquetez d'autres lieux, et l'intervalle en dira plus.</translation>
  </message>
  <message>
   <source>Opening {start_name}…</source>
   <translation>Ouverture de {start_name}…</translation>
  </message>
  <message>
   <source>Other polygons might have shown an F1 of {name} as low as {interval:.2f}.</source>
   <translation>D'autres polygones auraient pu donner un F1 de {name} aussi bas que {interval}.</translation>
  </message>
  <message>
   <source>Outputs</source>
   <translation>Sorties</translation>
  </message>
  <message>
   <source>Outputs take at most {megabytes_size} (before compression); {megabytes_free} are free in {folder}.</source>
   <translation>Les sorties prennent au plus {megabytes_size} (avant compression) ; {megabytes_free} sont libres dans {folder}.</translation>
  </message>
  <message>
   <source>Over all classes</source>
   <translation>Sur l'ensemble des classes</translation>
  </message>
  <message>
   <source>Over all classes the mean F1 is {scores_macro_f1:.2f}; the weakest is {weakest_name} with {weakest_f1:.2f}.</source>
   <translation>Sur l'ensemble des classes, le F1 moyen est de {scores_macro_f1} ; la plus faible est {weakest_name}, avec {weakest_f1}.</translation>
  </message>
  <message>
   <source>Overlap of two classes</source>
   <translation>Recouvrement de deux classes</translation>
  </message>
  <message>
   <source>PATCH_SIZE is chosen: {size} pixels{ground}. Size → classes that keep patches, places of the rarest: {table}.</source>
   <translation>PATCH_SIZE est choisi : {size} pixels{ground}. Taille → classes qui gardent des imagettes, lieux de la plus rare : {table}.</translation>
  </message>
  <message>
   <source>PATCH_SIZE is chosen: {size} pixels{ground}. Size → classes that keep patches, places of the rarest: {table}. Networks need {usual} pixels or more.</source>
   <translation>PATCH_SIZE est choisi : {size} pixels{ground}. Taille → classes qui gardent des imagettes, lieux de la plus rare : {table}. Les réseaux ont besoin de {usual} pixels ou plus.</translation>
  </message>
  <message>
   <source>PATCH_SIZE is chosen: {size} pixels{ground}. Size → classes that keep patches, places of the rarest: {table}. No size keeps all classes: {lost} would have no patch.</source>
   <translation>PATCH_SIZE est choisi : {size} pixels{ground}. Taille → classes qui gardent des imagettes, lieux de la plus rare : {table}. Aucune taille ne garde toutes les classes : {lost} n'aurait pas d'imagette.</translation>
  </message>
  <message>
   <source>PATCH_SIZE is chosen: {size} pixels{ground}. Size → classes that keep patches, places of the rarest: {table}. No size keeps all classes: {lost} would have no patch. Networks need {usual} pixels or more.</source>
   <translation>PATCH_SIZE est choisi : {size} pixels{ground}. Taille → classes qui gardent des imagettes, lieux de la plus rare : {table}. Aucune taille ne garde toutes les classes : {lost} n'aurait pas d'imagette. Les réseaux ont besoin de {usual} pixels ou plus.</translation>
  </message>
  <message>
   <source>PATCH_SIZE is chosen: {size} pixel{ground}. Size → classes that keep patches, places of the rarest: {table}.</source>
   <translation>PATCH_SIZE est choisi : {size} pixel{ground}. Taille → classes qui gardent des imagettes, lieux de la plus rare : {table}.</translation>
  </message>
  <message>
   <source>PATCH_SIZE is chosen: {size} pixel{ground}. Size → classes that keep patches, places of the rarest: {table}. Networks need {usual} pixels or more.</source>
   <translation>PATCH_SIZE est choisi : {size} pixel{ground}. Taille → classes qui gardent des imagettes, lieux de la plus rare : {table}. Les réseaux ont besoin de {usual} pixels ou plus.</translation>
  </message>
  <message>
   <source>PATCH_SIZE is chosen: {size} pixel{ground}. Size → classes that keep patches, places of the rarest: {table}. No size keeps all classes: {lost} would have no patch.</source>
   <translation>PATCH_SIZE est choisi : {size} pixel{ground}. Taille → classes qui gardent des imagettes, lieux de la plus rare : {table}. Aucune taille ne garde toutes les classes : {lost} n'aurait pas d'imagette.</translation>
  </message>
  <message>
   <source>PATCH_SIZE is chosen: {size} pixel{ground}. Size → classes that keep patches, places of the rarest: {table}. No size keeps all classes: {lost} would have no patch. Networks need {usual} pixels or more.</source>
   <translation>PATCH_SIZE est choisi : {size} pixel{ground}. Taille → classes qui gardent des imagettes, lieux de la plus rare : {table}. Aucune taille ne garde toutes les classes : {lost} n'aurait pas d'imagette. Les réseaux ont besoin de {usual} pixels ou plus.</translation>
  </message>
  <message>
   <source>PATCH_SIZE: the size of a patch is not known, and with it how far the splits must be apart: give it, or BUFFER in metres.</source>
   <translation>PATCH_SIZE : la taille d'une imagette n'est pas connue, ni donc l'écart qu'il faut entre les sous-ensembles : donnez-la, ou BUFFER en mètres.</translation>
  </message>
  <message>
   <source>PNG holds 1, 3 or 4 bands of uint8 or uint16, and these patches have {bands} band of {dtype}: choose the format geotiff, which holds them as they are.</source>
   <translation>PNG contient 1, 3 ou 4 bandes de uint8 ou uint16, et ces imagettes ont {bands} bande de {dtype} : choisissez le format geotiff, qui les contient telles quelles.</translation>
  </message>
  <message>
   <source>PNG holds 1, 3 or 4 bands of uint8 or uint16, and these patches have {bands} bands of {dtype}: choose the format geotiff, which holds them as they are.</source>
   <translation>PNG contient 1, 3 ou 4 bandes de uint8 ou uint16, et ces imagettes ont {bands} bandes de {dtype} : choisissez le format geotiff, qui les contient telles quelles.</translation>
  </message>
  <message>
   <source>Packages</source>
   <translation>Paquets</translation>
  </message>
  <message>
   <source>Pairs at a distance of {distance} pixels do not fit into a window of {radius} pixels: lower the distance or raise the radius.</source>
   <translation>Des paires à une distance de {distance} pixels ne tiennent pas dans une fenêtre de {radius} pixels : baissez la distance ou augmentez le rayon.</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>Paramètres</translation>
  </message>
  <message>
   <source>Patch</source>
   <translation>Imagette</translation>
  </message>
  <message>
   <source>Patch size and stride must be at least 1 and at most {largest} pixels, got {size} and {stride}.</source>
   <translation>La taille d'imagette et le pas doivent être d'au moins 1 et d'au plus {largest} pixels ; valeurs reçues : {size} et {stride}.</translation>
  </message>
  <message>
   <source>Patches around labelled pixels have an odd size, got {size}: choose {size_2}, or another odd number.</source>
   <translation>Les imagettes autour de pixels étiquetés ont une taille impaire ; valeur reçue : {size} : choisissez {size_2}, ou un autre nombre impair.</translation>
  </message>
  <message>
   <source>Patches learned from</source>
   <translation>Imagettes apprises</translation>
  </message>
  <message>
   <source>Patches must be {shape} {dtype} with as many labels, got {patches_shape} {patches_dtype} with labels {labels_shape} {labels_dtype}.</source>
   <translation>Les imagettes doivent être {shape} {dtype}, avec autant d'étiquettes ; reçu : {patches_shape} {patches_dtype}, étiquettes {labels_shape} {labels_dtype}.</translation>
  </message>
  <message>
   <source>Patches need bands numbered from 1, got {bands}.</source>
   <translation>Les imagettes ont besoin de bandes numérotées à partir de 1 ; valeur reçue : {bands}.</translation>
  </message>
  <message>
   <source>Patches of each class. Would you name them as the labels do?</source>
   <translation>Des imagettes de chaque classe. Les nommeriez-vous comme le font les étiquettes ?</translation>
  </message>
  <message>
   <source>Patches of one polygon overlap and look alike. Who draws them at random lets the network recite what it has seen; the last line asks what it knows of places it has not seen.</source>
   <translation>Les imagettes d'un même polygone se recouvrent et se ressemblent. Les tirer au hasard, c'est laisser le réseau réciter ce qu'il a vu ; la dernière ligne lui demande ce qu'il sait de lieux qu'il n'a pas vus.</translation>
  </message>
  <message>
   <source>Patches of {size} pixels.</source>
   <translation>Imagettes de {size} pixels.</translation>
  </message>
  <message>
   <source>Patches of {spec_size} x {spec_size_2} pixels, on data and inside the mask, fit in polygons of one class only ({having_names}): choose a smaller patch size, or draw larger polygons in the other classes.</source>
   <translation>Des imagettes de {spec_size} x {spec_size_2} pixels, avec des données et dans le masque, ne tiennent que dans des polygones d'une seule classe ({having_names}) : choisissez une taille d'imagette plus petite, ou dessinez des polygones plus grands dans les autres classes.</translation>
  </message>
  <message>
   <source>Patches {start} to {stop} do not fit in a dataset of {labels}.</source>
   <translation>Les imagettes {start} à {stop} ne tiennent pas dans un jeu de {labels}.</translation>
  </message>
  <message>
   <source>Patience</source>
   <translation>Patience</translation>
  </message>
  <message>
   <source>Pixel</source>
   <translation>Pixel</translation>
  </message>
  <message>
   <source>Pixels are resampled by a positive factor, got {factor}.</source>
   <translation>Les pixels sont rééchantillonnés d'un facteur positif, reçu {factor}.</translation>
  </message>
  <message>
   <source>Pixels of one class only ({having_names}) are labelled where the image has data and the mask allows it: label the other classes there, too.</source>
   <translation>Des pixels d'une seule classe ({having_names}) sont étiquetés là où l'image a des données et où le masque le permet : étiquetez-y aussi les autres classes.</translation>
  </message>
  <message>
   <source>Pixels of {marks} in {path_name} are left out: unsure or masked.</source>
   <translation>Les pixels {marks} de {path_name} sont laissés de côté : incertains ou masqués.</translation>
  </message>
  <message>
   <source>Pixels of {ours:.3g} m are read as pixels of {theirs:.3g} m (each the mean of those that it covers), as those of training: the map has {grid_width} x {grid_height} pixels of that size.</source>
   <translation>Les pixels de {ours} m sont lus comme des pixels de {theirs} m (chacun est la moyenne de ceux qu'il couvre), comme ceux de l'apprentissage : la carte a {grid_width} x {grid_height} pixels de cette taille.</translation>
  </message>
  <message>
   <source>Pixels of {ours:.3g} m are read as pixels of {theirs:.3g} m (interpolated), as those of training: the map has {grid_width} x {grid_height} pixels of that size.</source>
   <translation>Les pixels de {ours} m sont lus comme des pixels de {theirs} m (interpolés), comme ceux de l'apprentissage : la carte a {grid_width} x {grid_height} pixels de cette taille.</translation>
  </message>
  <message>
   <source>Pixels that a zone touches count in it.</source>
   <translation>Les pixels qu'une zone touche y comptent.</translation>
  </message>
  <message>
   <source>Pixels whose centre lies in a zone count in it.</source>
   <translation>Les pixels dont le centre est dans une zone y comptent.</translation>
  </message>
  <message>
   <source>Points</source>
   <translation>Points</translation>
  </message>
  <message>
   <source>Polygons cannot be burned: {failures}.</source>
   <translation>Les polygones ne peuvent pas être rastérisés : {failures}.</translation>
  </message>
  <message>
   <source>Polygons learned from</source>
   <translation>Polygones appris</translation>
  </message>
  <message>
   <source>Polygons lie so near to each other that a buffer between training and validation would leave a class nothing to learn from: whole polygons are held out, however near the others lie.</source>
   <translation>Des polygones sont si proches les uns des autres qu'un tampon entre apprentissage et validation ne laisserait rien à apprendre d'une classe : des polygones entiers sont mis de côté, si proches que soient les autres.</translation>
  </message>
  <message>
   <source>Polygons scored on</source>
   <translation>Polygones d'évaluation</translation>
  </message>
  <message>
   <source>Precision and recall of the class of interest at other thresholds</source>
   <translation>Précision et rappel de la classe d'intérêt à d'autres seuils</translation>
  </message>
  <message>
   <source>Predicted</source>
   <translation>Prédit</translation>
  </message>
  <message>
   <source>Predicted, {unit}</source>
   <translation>Prédit, {unit}</translation>
  </message>
  <message>
   <source>Predictions</source>
   <translation>Prédictions</translation>
  </message>
  <message>
   <source>Prefer "threads" or "processes", not {prefer}.</source>
   <translation>Préférez "threads" ou "processes", et non {prefer}.</translation>
  </message>
  <message>
   <source>Producer's accuracy</source>
   <translation>Précision pour le producteur</translation>
  </message>
  <message>
   <source>Producer’s accuracy</source>
   <translation>Précision pour le producteur</translation>
  </message>
  <message>
   <source>Promises too much</source>
   <translation>Promet en trop</translation>
  </message>
  <message>
   <source>Put comparisons in parentheses: (a1 &gt; 3) &amp; (a2 &lt; 5); of a mask write b1 != 0.</source>
   <translation>Mettez les comparaisons entre parenthèses : (a1 &gt; 3) &amp; (a2 &lt; 5) ; pour un masque, écrivez b1 != 0.</translation>
  </message>
  <message>
   <source>Python of QGIS</source>
   <translation>Python de QGIS</translation>
  </message>
  <message>
   <source>Python of the networks</source>
   <translation>Python des réseaux</translation>
  </message>
  <message>
   <source>Python's own (no joblib)</source>
   <translation>ceux de Python (sans joblib)</translation>
  </message>
  <message>
   <source>QGIS</source>
   <translation>QGIS</translation>
  </message>
  <message>
   <source>QGIS cannot use its authentication configuration {config}: it does not exist, or the master password was not given. Choose another one, or open QGIS's settings, Authentication.</source>
   <translation>QGIS ne peut pas utiliser sa configuration d'authentification {config} : elle n'existe pas, ou le mot de passe principal n'a pas été donné. Choisissez-en une autre, ou ouvrez les préférences de QGIS, Authentification.</translation>
  </message>
  <message>
   <source>QGIS does not say why</source>
   <translation>QGIS ne dit pas pourquoi</translation>
  </message>
  <message>
   <source>RASTER: {path_name} has no coordinate reference system, and labels drawn on it would have no place: give it one first (Assign projection).</source>
   <translation>RASTER : {path_name} n'a pas de système de coordonnées de référence, et des étiquettes dessinées dessus n'auraient pas de lieu : donnez-lui-en d'abord un (Assigner une projection).</translation>
  </message>
  <message>
   <source>RESAMPLE reads several images as one, and OVERLAPS mean looks at each by itself: take OVERLAPS first, or resample the images with 'Warp (reproject)' before.</source>
   <translation>RESAMPLE lit plusieurs images comme une seule, et OVERLAPS mean regarde chacune pour elle-même : prenez OVERLAPS first, ou rééchantillonnez d'abord les images avec « Projection (warp) ».</translation>
  </message>
  <message>
   <source>RESUME has nothing to go on with where the output is a temporary file, whose name is new in each run: give OUTPUT a name</source>
   <translation>RESUME n'a rien à reprendre quand la sortie est un fichier temporaire, dont le nom change à chaque exécution : donnez un nom à OUTPUT</translation>
  </message>
  <message>
   <source>Random forest (tones and texture)</source>
   <translation>Forêt aléatoire (tons et texture)</translation>
  </message>
  <message>
   <source>Random forest of pixels (bands, mean and deviation around)</source>
   <translation>Forêt aléatoire de pixels (bandes, moyenne et écart-type alentour)</translation>
  </message>
  <message>
   <source>Range</source>
   <translation>Intervalle</translation>
  </message>
  <message>
   <source>Range, ha (does not hold)</source>
   <translation>Intervalle, ha (ne vaut pas)</translation>
  </message>
  <message>
   <source>Reading {path} failed at column {window_col}, row {window_row}: GDAL gives no reason. The file may be damaged or no longer there.</source>
   <translation>La lecture de {path} a échoué à la colonne {window_col}, ligne {window_row} : GDAL ne donne pas de raison. Le fichier est peut-être endommagé ou n'est plus là.</translation>
  </message>
  <message>
   <source>Reading {path} failed at column {window_col}, row {window_row}: {failures}. The file may be damaged or no longer there.</source>
   <translation>La lecture de {path} a échoué à la colonne {window_col}, ligne {window_row} : {failures}. Le fichier est peut-être endommagé ou n'est plus là.</translation>
  </message>
  <message>
   <source>Recall, precision and F1 of each class with their ranges</source>
   <translation>Rappel, précision et F1 de chaque classe avec leurs intervalles</translation>
  </message>
  <message>
   <source>Reference, predicted as</source>
   <translation>Référence, prédite comme</translation>
  </message>
  <message>
   <source>Reference, {unit}</source>
   <translation>Référence, {unit}</translation>
  </message>
  <message>
   <source>Reference:</source>
   <translation>Référence :</translation>
  </message>
  <message>
   <source>Reports have no pictures here, for the Python that makes them lacks {lacking}. On Debian and Ubuntu 'sudo apt install python3-matplotlib python3-jinja2' brings them to QGIS; elsewhere the worker draws them, which 'Check installation' (poplarnn:checkinstallation -- INSTALL=1) installs.</source>
   <translation>Les rapports n'ont pas d'images ici, car il manque au Python qui les fait {lacking}. Sur Debian et Ubuntu, 'sudo apt install python3-matplotlib python3-jinja2' les apporte à QGIS ; ailleurs, c'est le worker qui les dessine, et « Vérifier l'installation » (poplarnn:checkinstallation -- INSTALL=1) l'installe.</translation>
  </message>
  <message>
   <source>Residual network</source>
   <translation>Réseau résiduel</translation>
  </message>
  <message>
   <source>Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run poplarnn:checkinstallation -- INSTALL=1), or set {variable} to the Python of an environment that is complete.</source>
   <translation>Lancez l'algorithme « Vérifier l'installation » en cochant « Installer » (qgis_process run poplarnn:checkinstallation -- INSTALL=1), ou mettez dans {variable} le Python d'un environnement complet.</translation>
  </message>
  <message>
   <source>Running {script_function} of {script_path} in {python}.</source>
   <translation>Exécution de {script_function} de {script_path} dans {python}.</translation>
  </message>
  <message>
   <source>SOURCE: {layer_name} comes from '{layer_providertype}' and not from a WMS, WMTS or XYZ tiles: what is a file already need not be fetched.</source>
   <translation>SOURCE : {layer_name} vient de « {layer_providertype} » et non de tuiles WMS, WMTS ou XYZ : ce qui est déjà un fichier n'a pas à être téléchargé.</translation>
  </message>
  <message>
   <source>Scaling '{name}' divides by the largest value of the pixels' type, and {dtype_name} has none: choose 'none' or 'bands'.</source>
   <translation>La mise à l'échelle '{name}' divise par la plus grande valeur du type des pixels, et {dtype_name} n'en a pas : choisissez 'none' ou 'bands'.</translation>
  </message>
  <message>
   <source>Scaling needs an offset and a scale for each band, got {offset} and {scale}.</source>
   <translation>La mise à l'échelle a besoin d'un décalage et d'une échelle pour chaque bande ; valeurs reçues : {offset} et {scale}.</translation>
  </message>
  <message>
   <source>Scaling needs at least one patch, got none.</source>
   <translation>La mise à l'échelle a besoin d'au moins une imagette, et il n'y en a aucune.</translation>
  </message>
  <message>
   <source>Scaling of pixels</source>
   <translation>Mise à l'échelle des pixels</translation>
  </message>
  <message>
   <source>SciPy</source>
   <translation>SciPy</translation>
  </message>
  <message>
   <source>Scored</source>
   <translation>Évalué</translation>
  </message>
  <message>
   <source>Scored. Now it learns once more, from all {both_y} patches, for the model to keep.</source>
   <translation>Évalué. Le réseau apprend maintenant une dernière fois, de toutes les {both_y} imagettes, pour le modèle à garder.</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>Graine</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Réglages</translation>
  </message>
  <message>
   <source>Share right</source>
   <translation>Part juste</translation>
  </message>
  <message>
   <source>Share that is right at each confidence</source>
   <translation>Part juste pour chaque confiance</translation>
  </message>
  <message>
   <source>Shares of the area</source>
   <translation>Parts de la surface</translation>
  </message>
  <message>
   <source>Sigma (three convolutions)</source>
   <translation>Sigma (trois convolutions)</translation>
  </message>
  <message>
   <source>Sigma with sigmoids</source>
   <translation>Sigma avec sigmoïdes</translation>
  </message>
  <message>
   <source>Sigma without padding (fast maps)</source>
   <translation>Sigma sans bordure (cartes rapides)</translation>
  </message>
  <message>
   <source>So the forest of pixels draws the map.</source>
   <translation>La forêt de pixels dessine donc la carte.</translation>
  </message>
  <message>
   <source>So {told} the map.</source>
   <translation>Ce sont donc eux qui servent : {told} la carte.</translation>
  </message>
  <message>
   <source>Standard error</source>
   <translation>Erreur type</translation>
  </message>
  <message>
   <source>Step {name} has halo {halo}, multiple_of {multiple_of} and scratch {scratch}; they must be at least 0, 1 and 0.</source>
   <translation>L'étape {name} a une marge de {halo}, multiple_of {multiple_of} et scratch {scratch} ; il faut au moins 0, 1 et 0.</translation>
  </message>
  <message>
   <source>Step {name} returned an array of shape {result_shape} where (rows, cols, bands) {expected} was expected.</source>
   <translation>L'étape {name} a renvoyé un tableau de forme {result_shape} là où (lignes, colonnes, bandes) {expected} était attendu.</translation>
  </message>
  <message>
   <source>Step {name} returned {given} where arrays by the names {output} were expected.</source>
   <translation>L'étape {name} a renvoyé {given} là où des tableaux nommés {output} étaient attendus.</translation>
  </message>
  <message>
   <source>Step {name}: {error}</source>
   <translation>Étape {name} : {error}</translation>
  </message>
  <message>
   <source>Step {step_name} has no output {name}, it has one without a name: give each path a step of one output, or (step, name).</source>
   <translation>L'étape {step_name} n'a pas de sortie {name}, elle en a une sans nom : donnez à chaque chemin une étape d'une seule sortie, ou (étape, nom).</translation>
  </message>
  <message>
   <source>Step {step_name} has no output {name}, it has {step_outputs}: give each path a step of one output, or (step, name).</source>
   <translation>L'étape {step_name} n'a pas de sortie {name}, elle a {step_outputs} : donnez à chaque chemin une étape d'une seule sortie, ou (étape, nom).</translation>
  </message>
  <message>
   <source>System</source>
   <translation>Système</translation>
  </message>
  <message>
   <source>Temperature</source>
   <translation>Température</translation>
  </message>
  <message>
   <source>TensorFlow is not built for {system} on {machine}, only for {names}: train on another computer, or use what needs no TensorFlow (deep_features, the default of 'Map classes')</source>
   <translation>TensorFlow n'existe pas pour {system} sur {machine}, seulement pour {names} : faites l'apprentissage sur un autre ordinateur, ou utilisez ce qui se passe de TensorFlow (deep_features, le choix par défaut de « Cartographier les classes »)</translation>
  </message>
  <message>
   <source>Test</source>
   <translation>Test</translation>
  </message>
  <message>
   <source>Test patches</source>
   <translation>Imagettes de test</translation>
  </message>
  <message>
   <source>Test polygons</source>
   <translation>Polygones de test</translation>
  </message>
  <message>
   <source>The Dask cluster at {address} has lost all of its workers, and none has come back for {patience:g} s: start some with "dask worker {address_2}", then run this again.</source>
   <translation>Le cluster Dask {address} a perdu tous ses workers, et aucun n'est revenu en {patience} s : lancez-en avec "dask worker {address_2}", puis relancez ce traitement.</translation>
  </message>
  <message>
   <source>The Dask cluster at {address} has no workers; start some with "dask worker {address_2}".</source>
   <translation>Le cluster Dask {address} n'a pas de workers ; lancez-en avec "dask worker {address_2}".</translation>
  </message>
  <message>
   <source>The Dask worker {worker} cannot do this work: {error} All computers of a cluster must see images, masks, models and folders of tiles under the same names, and have the same plugin.</source>
   <translation>Le worker Dask {worker} ne peut pas faire ce travail : {error} Tous les ordinateurs d'un cluster doivent voir images, masques, modèles et dossiers de dalles sous les mêmes noms, et avoir la même extension.</translation>
  </message>
  <message>
   <source>The Dask workers {silent} did not answer within {patience:g} s: they are busy with other work, or out of reach.</source>
   <translation>Les workers Dask {silent} n'ont pas répondu en {patience} s : ils sont occupés à autre chose, ou hors d'atteinte.</translation>
  </message>
  <message>
   <source>The Dask {who} cannot load what it is to run ({reason}). Scheduler and workers need the same modules as this computer: start them with PYTHONPATH set to the folder that holds poplar_nn_plugin, or send it to them with client.upload_file(zip).</source>
   <translation>Dask ({who}) ne peut pas charger ce qu'il doit exécuter ({reason}). L'ordonnanceur et les workers ont besoin des mêmes modules que cet ordinateur : lancez-les avec PYTHONPATH réglé sur le dossier qui contient poplar_nn_plugin, ou envoyez-le-leur avec client.upload_file(zip).</translation>
  </message>
  <message>
   <source>The F1 of {name} is {row_f1:.2f}; good begins at {good}.</source>
   <translation>Le F1 de {name} est de {row_f1} ; il est bon à partir de {good}.</translation>
  </message>
  <message>
   <source>The ImageNet weights of {kind_name} cannot be fetched ({error}), and training from random weights would be of no use: connect to the internet, or bring the file {kind_weights_file} from a computer that is, and give it as the model to start from or put it into {cache}.</source>
   <translation>Les poids ImageNet de {kind_name} ne peuvent pas être téléchargés ({error}), et un apprentissage à partir de poids tirés au hasard ne servirait à rien : connectez-vous à Internet, ou apportez le fichier {kind_weights_file} d'un ordinateur qui l'est, et donnez-le comme modèle de départ ou mettez-le dans {cache}.</translation>
  </message>
  <message>
   <source>The Python that was brought is not fit (it is not there): install Python 3.12 for your user from its home page, and try again.</source>
   <translation>Le Python qui a été apporté ne convient pas (il n'est pas là) : installez Python 3.12 pour votre utilisateur, depuis son site, et réessayez.</translation>
  </message>
  <message>
   <source>The Python that was brought is not fit ({refused}): install Python 3.12 for your user from its home page, and try again.</source>
   <translation>Le Python qui a été apporté ne convient pas ({refused}) : installez Python 3.12 pour votre utilisateur, depuis son site, et réessayez.</translation>
  </message>
  <message>
   <source>The address of tiles has {unknown} in it, which nothing stands for: write what it shall be, such as the name of one of the servers.</source>
   <translation>L'adresse des tuiles contient {unknown}, que rien ne remplace : écrivez ce que ce doit être, comme le nom de l'un des serveurs.</translation>
  </message>
  <message>
   <source>The amount of background is a share of all patches (below 1) or a whole number, got {amount:g}.</source>
   <translation>La quantité de fond est une part de toutes les imagettes (en dessous de 1) ou un nombre entier ; valeur reçue : {amount}.</translation>
  </message>
  <message>
   <source>The architecture '{name}' learns from labelled pixels, and these patches were cut from polygons: extract them again with 'Patches around labelled pixels' (BY_CENTRE), or choose another architecture.</source>
   <translation>L'architecture '{name}' apprend de pixels étiquetés, et ces imagettes ont été extraites de polygones : extrayez-les de nouveau autour de pixels étiquetés (BY_CENTRE), ou choisissez une autre architecture.</translation>
  </message>
  <message>
   <source>The architecture '{name}' needs patches of at least {smallest_patch} pixels, got {size}. Extract larger patches.</source>
   <translation>L'architecture '{name}' a besoin d'imagettes d'au moins {smallest_patch} pixels ; valeur reçue : {size}. Extrayez des imagettes plus grandes.</translation>
  </message>
  <message>
   <source>The architecture of the model, {found_architecture}, is not known here: a newer Poplar NN made it, so update the plugin, or the card is damaged.</source>
   <translation>L'architecture du modèle, {found_architecture}, n'est pas connue ici : une version plus récente de Poplar NN l'a fait, mettez donc l'extension à jour, ou la fiche est endommagée.</translation>
  </message>
  <message>
   <source>The area of each class before, cut by its classes after</source>
   <translation>La surface de chaque classe avant, découpée selon ses classes après</translation>
  </message>
  <message>
   <source>The backend dask needs the address of a scheduler, such as tcp://192.168.1.5:8786.</source>
   <translation>Le moteur dask a besoin de l'adresse d'un ordonnanceur, comme tcp://192.168.1.5:8786.</translation>
  </message>
  <message>
   <source>The blocks that were looked at first have no data: they do not tell the time.</source>
   <translation>Les blocs regardés d'abord sont sans données : ils ne disent rien du temps.</translation>
  </message>
  <message>
   <source>The card in {path} cannot be read: {error}.</source>
   <translation>La fiche de {path} est illisible : {error}.</translation>
  </message>
  <message>
   <source>The class '{background_name}' has the code {code} in the labels, but {background_code} was asked for: leave the code of the background empty.</source>
   <translation>La classe « {background_name} » a le code {code} dans les étiquettes, mais {background_code} est demandé : laissez vide le code du fond.</translation>
  </message>
  <message>
   <source>The class field '{class_field}' holds one class only ({iter_found}): a map needs at least two. Label what the class is to be told from, too.</source>
   <translation>Le champ de classe « {class_field} » ne contient qu'une classe ({iter_found}) : il en faut au moins deux pour une carte. Étiquetez aussi ce dont il faut la distinguer.</translation>
  </message>
  <message>
   <source>The class field '{class_field}' holds {value}: classes are texts or whole numbers. Choose another field.</source>
   <translation>Le champ de classe « {class_field} » contient {value} : les classes sont des textes ou des entiers. Choisissez un autre champ.</translation>
  </message>
  <message>
   <source>The class field '{class_field}' is empty in all {features} features: fill it in, or choose another field.</source>
   <translation>Le champ de classe « {class_field} » est vide dans les {features} entités : remplissez-le, ou choisissez un autre champ.</translation>
  </message>
  <message>
   <source>The class field '{fields}' is empty in all {features} features: fill it in, or choose another field.</source>
   <translation>Le champ de classe « {fields} » est vide dans les {features} entités : remplissez-le, ou choisissez un autre champ.</translation>
  </message>
  <message>
   <source>The class field '{field}' is empty: fill it in, or the polygon is left out.</source>
   <translation>Le champ de classe « {field} » est vide : remplissez-le, sinon le polygone est écarté.</translation>
  </message>
  <message>
   <source>The class name {name} holds a control character (such as a line break or a tab), which no style can hold: rename the class, in the label layer for instance.</source>
   <translation>Le nom de classe {name} contient un caractère de contrôle (comme un saut de ligne ou une tabulation), qu'aucun style n'accepte : renommez la classe, dans la couche d'étiquettes par exemple.</translation>
  </message>
  <message>
   <source>The class of interest, '{text}', is in your labels and no polygon of it holds a patch, so no map can show it: choose a smaller patch size, draw larger polygons of it on the image, or choose one of {classes_names}.</source>
   <translation>La classe d'intérêt, « {text} », est dans vos étiquettes, mais aucun de ses polygones ne contient d'imagette, aucune carte ne peut donc la montrer : choisissez une taille d'imagette plus petite, dessinez-en des polygones plus grands sur l'image, ou choisissez parmi {classes_names}.</translation>
  </message>
  <message>
   <source>The class {classes_names} of the model has code {classes_codes}, but the map shall hold {said}, and then codes of classes go up to {unsure_code}: leave MIN_CONFIDENCE, UNSURE_OUTSIDE and MASK_CODES out, or train a model on labels with other codes.</source>
   <translation>La classe {classes_names} du modèle a le code {classes_codes}, mais la carte doit contenir {said}, et les codes des classes ne vont alors que jusqu'à {unsure_code} : renoncez à MIN_CONFIDENCE, UNSURE_OUTSIDE et MASK_CODES, ou entraînez un modèle sur des étiquettes qui ont d'autres codes.</translation>
  </message>
  <message>
   <source>The class {label} cannot be a code on the map: codes are whole numbers from 1 to {highest_code}, and 0 means 'no class'. Renumber it, or choose the field with the names of the classes.</source>
   <translation>La classe {label} ne peut pas être un code sur la carte : les codes sont des entiers de 1 à {highest_code}, et 0 veut dire « aucune classe ». Renumérotez-la, ou choisissez le champ qui contient les noms des classes.</translation>
  </message>
  <message>
   <source>The classes of {layer_name} are taken from its field '{field}'.</source>
   <translation>Les classes de {layer_name} sont prises dans son champ « {field} ».</translation>
  </message>
  <message>
   <source>The classifier in {path} is damaged or does not match its card ({error}): train the model again.</source>
   <translation>Le classifieur de {path} est endommagé ou ne correspond pas à sa fiche ({error}) : entraînez de nouveau le modèle.</translation>
  </message>
  <message>
   <source>The code {background_code} of the background is that of the class '{background_code_2}': choose another, or the name of that class.</source>
   <translation>Le code {background_code} du fond est celui de la classe « {background_code_2} » : choisissez-en un autre, ou le nom de cette classe.</translation>
  </message>
  <message>
   <source>The connection to the Dask cluster was lost: run this again.</source>
   <translation>La connexion au cluster Dask est perdue : relancez ce traitement.</translation>
  </message>
  <message>
   <source>The connection's certificate is not trusted, as where a company's firewall reads along: add its authority in Settings &gt; Options &gt; Authentication of QGIS, or name its file in the environment variable PIP_CERT, and try again.</source>
   <translation>Le certificat de la connexion n'est pas reconnu, comme quand le pare-feu d'une entreprise lit les échanges : ajoutez son autorité dans Préférences &gt; Options &gt; Authentification de QGIS, ou indiquez son fichier dans la variable d'environnement PIP_CERT, et réessayez.</translation>
  </message>
  <message>
   <source>The coordinate reference system of the labels is not known, so that no distance or area can be measured: set it in the layer's properties, it cannot be guessed.</source>
   <translation>Le système de coordonnées de référence des étiquettes n'est pas connu, ni distance ni surface ne peuvent donc être mesurées : définissez-le dans les propriétés de la couche, il ne se devine pas.</translation>
  </message>
  <message>
   <source>The coordinate reference system of the {bare} is not known, that of the {other} is: set it in the layer's properties, it cannot be guessed.</source>
   <translation>Un système de coordonnées de référence n'est pas connu ({bare}), l'autre l'est ({other}) : définissez-le dans les propriétés de la couche, il ne se devine pas.</translation>
  </message>
  <message>
   <source>The curve shows what other thresholds on the probability of {name} would find.</source>
   <translation>La courbe montre ce que trouveraient d'autres seuils sur la probabilité de {name}.</translation>
  </message>
  <message>
   <source>The dataset {target} cannot be written: {error}.</source>
   <translation>Le jeu {target} ne peut pas être écrit : {error}.</translation>
  </message>
  <message>
   <source>The dataset {target} has no class of each pixel for its patches {patches_shape}, got {masked}.</source>
   <translation>Le jeu {target} n'a pas la classe de chaque pixel de ses imagettes {patches_shape} ; reçu : {masked}.</translation>
  </message>
  <message>
   <source>The dataset {target} needs class of each pixel for its patches {patches_shape}, got {masked}.</source>
   <translation>Le jeu {target} a besoin de la classe de chaque pixel de ses imagettes {patches_shape} ; reçu : {masked}.</translation>
  </message>
  <message>
   <source>The disk became full: free some space, and try again.</source>
   <translation>Le disque s'est rempli : libérez de la place, et réessayez.</translation>
  </message>
  <message>
   <source>The disk of {folder} has {amount_free} free, and the installation takes {amount_needed} for a while: free {needed_free} there, and try again.</source>
   <translation>Le disque de {folder} a {amount_free} libres, et l'installation prend {amount_needed} pendant un moment : libérez-y {needed_free}, et réessayez.</translation>
  </message>
  <message>
   <source>The disk of {folder} is too small: what is written may take {megabytes_size} before compression, and {megabytes_free} are free. Make room there, choose another folder, or leave outputs out.</source>
   <translation>Le disque de {folder} est trop petit : ce qui est écrit peut prendre {megabytes_size} avant compression, et {megabytes_free} sont libres. Faites-y de la place, choisissez un autre dossier, ou renoncez à des sorties.</translation>
  </message>
  <message>
   <source>The environment that {base_path} makes {reason}.</source>
   <translation>L'environnement que crée {base_path} {reason}.</translation>
  </message>
  <message>
   <source>The epoch was chosen on the same patches that its scores were measured on, so they are a little too good.</source>
   <translation>L'époque a été choisie sur les imagettes mêmes qui ont mesuré ses scores, ils sont donc un peu trop bons.</translation>
  </message>
  <message>
   <source>The extent {extent} does not overlap the image {grid_bounds} (x min, y min, x max, y max in the image's CRS): choose an extent on the image.</source>
   <translation>L'emprise {extent} ne recouvre pas l'image {grid_bounds} (x min, y min, x max, y max dans le SCR de l'image) : choisissez une emprise sur l'image.</translation>
  </message>
  <message>
   <source>The feature has no geometry: draw it again, or delete it.</source>
   <translation>L'entité n'a pas de géométrie : redessinez-la, ou supprimez-la.</translation>
  </message>
  <message>
   <source>The feature is a {geometry_getgeometryname}, but labels must be polygons or points: delete it, or buffer it.</source>
   <translation>L'entité est une géométrie {geometry_getgeometryname}, mais les étiquettes doivent être des polygones ou des points : supprimez-la, ou faites-en un tampon.</translation>
  </message>
  <message>
   <source>The field '{named}' names the classes (NAME_FIELD).</source>
   <translation>Le champ « {named} » nomme les classes (NAME_FIELD).</translation>
  </message>
  <message>
   <source>The filter looks {chosen_halo} pixels around each pixel, but {path_name} is only {grid_width} x {grid_height} pixels: choose less, or another image.</source>
   <translation>Le filtre regarde {chosen_halo} pixels autour de chaque pixel, mais {path_name} n'a que {grid_width} x {grid_height} pixels : choisissez moins, ou une autre image.</translation>
  </message>
  <message>
   <source>The first training shows how many there is memory for.</source>
   <translation>Le premier entraînement montre pour combien il y a de la mémoire.</translation>
  </message>
  <message>
   <source>The fold field holds {value}, expected whole numbers from 1. 'Split labels' with FOLDS writes such a field.</source>
   <translation>Le champ de pli contient {value}, des entiers à partir de 1 sont attendus. « Répartir les étiquettes » avec FOLDS écrit un tel champ.</translation>
  </message>
  <message>
   <source>The folder '{strange}' is none of the classes in {folder_export} ({codes}): rename it, or remove that file to take the classes from the folders.</source>
   <translation>Le dossier « {strange} » n'est aucune des classes de {folder_export} ({codes}) : renommez-le, ou supprimez ce fichier pour prendre les classes des dossiers.</translation>
  </message>
  <message>
   <source>The folder {error_filename} cannot be read: {error_strerror}.</source>
   <translation>Impossible de lire le dossier {error_filename} : {error_strerror}.</translation>
  </message>
  <message>
   <source>The forest of pixels draws the map all the same: polygons lie so near to each other that what looks further around saw some of those held out.</source>
   <translation>La forêt de pixels dessine quand même la carte : des polygones sont si proches les uns des autres que ce qui regarde plus loin autour de soi a vu une partie de ceux mis de côté.</translation>
  </message>
  <message>
   <source>The forest of pixels draws the map all the same: what looks further around must be ahead by {ahead}, dense features on pixels as coarse as these by {far_ahead}.</source>
   <translation>La forêt de pixels dessine quand même la carte : ce qui regarde plus loin autour de soi doit avoir une avance de {ahead}, et les descripteurs profonds, sur des pixels aussi grossiers, de {far_ahead}.</translation>
  </message>
  <message>
   <source>The forest of pixels draws the map all the same: what looks further around must be ahead by {ahead}.</source>
   <translation>La forêt de pixels dessine quand même la carte : ce qui regarde plus loin autour de soi doit avoir une avance de {ahead}.</translation>
  </message>
  <message>
   <source>The geometry is invalid: GEOS gives no reason. Repair it with the vertex tool</source>
   <translation>La géométrie est invalide : GEOS ne donne pas de raison. Réparez-la avec l'outil de nœud</translation>
  </message>
  <message>
   <source>The geometry is invalid: {messages_split}. Repair it with the vertex tool</source>
   <translation>La géométrie est invalide : {messages_split}. Réparez-la avec l'outil de nœud</translation>
  </message>
  <message>
   <source>The group '{group}' lies in the folds {known} and {fold}, and a fold holds whole groups: choose the group field by which the folds were made.</source>
   <translation>Le groupe « {group} » est dans les plis {known} et {fold}, et un pli contient des groupes entiers : choisissez le champ de groupe qui a servi à faire les plis.</translation>
  </message>
  <message>
   <source>The image has no data here.</source>
   <translation>L'image n'a pas de données ici.</translation>
  </message>
  <message>
   <source>The image has no data in {missing_pixels:.1%} of the polygon: move it, or delete it.</source>
   <translation>L'image n'a pas de données sur {missing_pixels} du polygone : déplacez-le, ou supprimez-le.</translation>
  </message>
  <message>
   <source>The image has no data: move it, or delete it.</source>
   <translation>L'image n'y a pas de données : déplacez-le, ou supprimez-le.</translation>
  </message>
  <message>
   <source>The image holds no data here: show a part that does.</source>
   <translation>L'image ne contient pas de données ici : affichez une partie qui en contient.</translation>
  </message>
  <message>
   <source>The image is large: {windows} squares all over it are looked at, {part_height:.1%} of it (MEGAPIXELS).</source>
   <translation>L'image est grande : {windows} carrés répartis partout sont regardés, {part_height} de l'image (MEGAPIXELS).</translation>
  </message>
  <message>
   <source>The image is not in view.</source>
   <translation>L'image n'est pas en vue.</translation>
  </message>
  <message>
   <source>The image is placed by ground control points or rational polynomials that no transform fits, and is not resampled while it is read: bring it onto a grid with 'Warp (reproject)' first.</source>
   <translation>L'image est placée par des points de contrôle ou des polynômes rationnels qu'aucune transformation n'ajuste, et n'est pas rééchantillonnée pendant la lecture : amenez-la d'abord sur une grille avec « Projection (warp) ».</translation>
  </message>
  <message>
   <source>The image is read once to see which values are free to mark nodata.</source>
   <translation>L'image est lue une fois pour voir quelles valeurs sont libres pour marquer l'absence de données.</translation>
  </message>
  <message>
   <source>The image takes about {about} requests ({grid_width} x {grid_height} pixels), and {most} are allowed: choose a smaller part or larger pixels, or raise MOST_REQUESTS if the service's terms of use let you.</source>
   <translation>L'image demande environ {about} requêtes ({grid_width} x {grid_height} pixels), et {most} sont permises : choisissez une partie plus petite ou des pixels plus grands, ou augmentez MOST_REQUESTS si les conditions d'utilisation du service vous le permettent.</translation>
  </message>
  <message>
   <source>The image {name} is another than when {folder} was made; dense features look around each patch, in the image it was cut from: put the image back, extract the patches again, or choose another kind of model.</source>
   <translation>L'image {name} n'est plus celle dont {folder} a été tiré ; les descripteurs profonds regardent autour de chaque imagette, dans l'image dont elle vient : remettez l'image en place, extrayez de nouveau les imagettes, ou choisissez une autre sorte de modèle.</translation>
  </message>
  <message>
   <source>The image {name} of {folder} cannot be opened where it was ({source_path}); dense features look around each patch, in the image it was cut from: put the image back, extract the patches again, or choose another kind of model.</source>
   <translation>L'image {name} de {folder} ne peut pas être ouverte là où elle était ({source_path}) ; les descripteurs profonds regardent autour de chaque imagette, dans l'image dont elle vient : remettez l'image en place, extrayez de nouveau les imagettes, ou choisissez une autre sorte de modèle.</translation>
  </message>
  <message>
   <source>The images are read once to see which values are free to mark nodata.</source>
   <translation>Les images sont lues une fois pour voir quelles valeurs sont libres pour marquer l'absence de données.</translation>
  </message>
  <message>
   <source>The images become patches of {side} x {side_2} pixels, {header_bands} bands of {header_dtype}, such as {usual_path}, but {folder_export} says {spec_size} x {spec_size_2} pixels, {spec_bands} bands of {common_dtype}: remove that file to import the images as they are.</source>
   <translation>Les images deviennent des imagettes de {side} x {side_2} pixels, {header_bands} bandes de {header_dtype}, comme {usual_path}, mais {folder_export} dit {spec_size} x {spec_size_2} pixels, {spec_bands} bandes de {common_dtype} : supprimez ce fichier pour importer les images telles quelles.</translation>
  </message>
  <message>
   <source>The installation has done nothing for {silence:.0f} min and was ended: see whether the connection works, and try again; what was loaded is kept.</source>
   <translation>L'installation n'a rien fait pendant {silence} min et a été arrêtée : voyez si la connexion fonctionne, et réessayez ; ce qui a été téléchargé est gardé.</translation>
  </message>
  <message>
   <source>The job {job} failed in the worker with an unexpected {fault_exception}. If that repeats itself, please report it with what follows.
{fault_traceback}</source>
   <translation>La tâche {job} a échoué dans le worker sur une erreur inattendue, {fault_exception}. Si cela se répète, merci de le signaler avec ce qui suit.
{fault_traceback}</translation>
  </message>
  <message>
   <source>The label layer is empty: draw at least one polygon of each class.</source>
   <translation>La couche d'étiquettes est vide : dessinez au moins un polygone de chaque classe.</translation>
  </message>
  <message>
   <source>The label layer is empty: nothing is labelled yet on {name}.</source>
   <translation>La couche d'étiquettes est vide : rien n'est encore étiqueté sur {name}.</translation>
  </message>
  <message>
   <source>The labels do not overlap the image: labels reach over {extent_theirs}, the image over {grid_bounds} (x min, y min, x max, y max, in the image's CRS). Check both coordinate reference systems.</source>
   <translation>Les étiquettes ne recouvrent pas l'image : l'emprise des étiquettes est {extent_theirs}, celle de l'image {grid_bounds} (x min, y min, x max, y max, dans le SCR de l'image). Vérifiez les deux systèmes de coordonnées de référence.</translation>
  </message>
  <message>
   <source>The labels do not overlap the image: labels reach over {extent_theirs}, the image over {image_bounds} (x min, y min, x max, y max, in the image's CRS). Check both coordinate reference systems.</source>
   <translation>Les étiquettes ne recouvrent pas l'image : l'emprise des étiquettes est {extent_theirs}, celle de l'image {image_bounds} (x min, y min, x max, y max, dans le SCR de l'image). Vérifiez les deux systèmes de coordonnées de référence.</translation>
  </message>
  <message>
   <source>The largest is 1.8e308.</source>
   <translation>Le plus grand est 1.8e308.</translation>
  </message>
  <message>
   <source>The layer '{found_name}' is being edited: its changes are used as they are now, saved or not.</source>
   <translation>La couche « {found_name} » est en cours d'édition : ses modifications sont utilisées dans leur état actuel, enregistrées ou non.</translation>
  </message>
  <message>
   <source>The layer holds no polygon with an area: draw one, or choose another.</source>
   <translation>La couche ne contient aucun polygone qui ait une surface : dessinez-en un, ou choisissez-en une autre.</translation>
  </message>
  <message>
   <source>The layer is of the type '{kind}', which is no web service of images: a file of tiles (MBTiles) is added as a raster layer by its path, and QGIS exports it.</source>
   <translation>La couche est du type « {kind} », qui n'est pas un service web d'images : un fichier de tuiles (MBTiles) s'ajoute comme couche raster par son chemin, et QGIS l'exporte.</translation>
  </message>
  <message>
   <source>The least cover must be above 0 and at most 1, got {min_cover}.</source>
   <translation>La couverture minimale doit être supérieure à 0 et d'au plus 1 ; valeur reçue : {min_cover}.</translation>
  </message>
  <message>
   <source>The least value {low:g} must be below the greatest value {high:g}.</source>
   <translation>La valeur minimale {low} doit être inférieure à la valeur maximale {high}.</translation>
  </message>
  <message>
   <source>The live map</source>
   <translation>La carte en direct</translation>
  </message>
  <message>
   <source>The live map starts from models of dense features that saw their images, and {name} is a {card_architecture} of patches alone: draw its map with 'Predict map', or train one with deep_features where its images are.</source>
   <translation>La carte en direct part de modèles à descripteurs profonds qui ont vu leurs images, et {name} est de l'architecture {card_architecture}, avec des imagettes seules : dessinez sa carte avec « Prédire une carte », ou entraînez-en un avec deep_features là où sont ses images.</translation>
  </message>
  <message>
   <source>The live map starts from models of dense features that saw their images, and {name} is a {card_architecture}: draw its map with 'Predict map', or train one with deep_features where its images are.</source>
   <translation>La carte en direct part de modèles à descripteurs profonds qui ont vu leurs images, et {name} est de l'architecture {card_architecture} : dessinez sa carte avec « Prédire une carte », ou entraînez-en un avec deep_features là où sont ses images.</translation>
  </message>
  <message>
   <source>The live map tells classes apart, and {codes} of {classes_codes} have a pixel with data on this image (not: {chr_missing}): draw polygons of another class here.</source>
   <translation>La carte en direct distingue des classes, et {codes} sur {classes_codes} ont un pixel avec des données sur cette image (pas : {chr_missing}) : dessinez ici des polygones d'une autre classe.</translation>
  </message>
  <message>
   <source>The live map tells classes apart, and {codes} of {classes_codes} have a pixel with data on this image: draw polygons of another class here.</source>
   <translation>La carte en direct distingue des classes, et {codes} sur {classes_codes} ont un pixel avec des données sur cette image : dessinez ici des polygones d'une autre classe.</translation>
  </message>
  <message>
   <source>The map does not name its classes, they go by their codes: {every_values}.</source>
   <translation>La carte ne nomme pas ses classes, elles s'appellent par leurs codes : {every_values}.</translation>
  </message>
  <message>
   <source>The map has {values} classes, and at most {highest_code} can be compared: give a map of classes, reclassified to fewer.</source>
   <translation>La carte a {values} classes, et {highest_code} au plus peuvent être comparées : donnez une carte de classes, reclassée en moins.</translation>
  </message>
  <message>
   <source>The map shows {row_mapped} ha of {row_name}. By this reference it would be {row_estimated} ha, but that is no estimate: the reference was not drawn at random.</source>
   <translation>La carte montre {row_mapped} ha de {row_name}. D'après cette référence, ce serait {row_estimated} ha, mais ce n'est pas une estimation : la référence n'a pas été tirée au hasard.</translation>
  </message>
  <message>
   <source>The map shows {row_mapped} ha of {row_name}; corrected by the reference it is {row_estimated} ha, 95 % between {low} and {high}.</source>
   <translation>La carte montre {row_mapped} ha de {row_name} ; corrigée par la référence, la surface est de {row_estimated} ha, à 95 % entre {low} et {high}.</translation>
  </message>
  <message>
   <source>The map shows {row_mapped} ha of {row_name}; corrected by the reference it is {row_estimated} ha, and how far off that may be is not known.</source>
   <translation>La carte montre {row_mapped} ha de {row_name} ; corrigée par la référence, la surface est de {row_estimated} ha, et l'erreur possible n'est pas connue.</translation>
  </message>
  <message>
   <source>The map {path} would replace an image: give OUTPUT another folder than that of the images.</source>
   <translation>La carte {path} remplacerait une image : donnez à OUTPUT un autre dossier que celui des images.</translation>
  </message>
  <message>
   <source>The maps reach over different ground: {window_width} x {window_height} pixels that both have are compared.</source>
   <translation>Les cartes n'ont pas la même emprise : les {window_width} x {window_height} pixels qu'elles ont en commun sont comparés.</translation>
  </message>
  <message>
   <source>The map’s confidence is at temperature 1.00, as trained: no other was better.</source>
   <translation>La confiance de la carte est à la température 1,00, celle de l'apprentissage : aucune autre n'était meilleure.</translation>
  </message>
  <message>
   <source>The map’s confidence is at temperature {temperature}.</source>
   <translation>La confiance de la carte est à la température {temperature}.</translation>
  </message>
  <message>
   <source>The mask leaves no block to be computed.</source>
   <translation>Le masque ne laisse aucun bloc à calculer.</translation>
  </message>
  <message>
   <source>The matrix does nothing: it needs neighbours with a weight not 0.</source>
   <translation>La matrice ne fait rien : il lui faut des voisins dont le poids n'est pas 0.</translation>
  </message>
  <message>
   <source>The matrix has {height} rows and {width} columns; at most {largest} are allowed.</source>
   <translation>La matrice a {height} lignes et {width} colonnes ; {largest} au plus sont permises.</translation>
  </message>
  <message>
   <source>The matrix has {height} rows and {width} columns; both must be odd, so that it has a middle. Add a row or column of 0.</source>
   <translation>La matrice a {height} lignes et {width} colonnes ; il en faut un nombre impair, pour qu'elle ait un milieu. Ajoutez une ligne ou une colonne de 0.</translation>
  </message>
  <message>
   <source>The matrix holds a number too large to be computed with.</source>
   <translation>La matrice contient un nombre trop grand pour le calcul.</translation>
  </message>
  <message>
   <source>The matrix is made of numbers, rows between semicolons, like 1 2 1; 2 4 2; 1 2 1, but it is empty.</source>
   <translation>La matrice est faite de nombres, avec des points-virgules entre les lignes, comme 1 2 1; 2 4 2; 1 2 1, mais elle est vide.</translation>
  </message>
  <message>
   <source>The matrix is made of numbers, rows between semicolons, like 1 2 1; 2 4 2; 1 2 1, but {wrong} in it is not one.</source>
   <translation>La matrice est faite de nombres, avec des points-virgules entre les lignes, comme 1 2 1; 2 4 2; 1 2 1, mais {wrong} n'en est pas un.</translation>
  </message>
  <message>
   <source>The matrix sums to 0, so its weights cannot be divided by their sum: use them as they are.</source>
   <translation>La somme de la matrice est 0, ses poids ne peuvent donc pas être divisés par leur somme : utilisez-les tels quels.</translation>
  </message>
  <message>
   <source>The mean F1 is {scores_macro_f1:.2f} ({over}); the weakest of those judged is {weakest_name} with {weakest_f1:.2f}.</source>
   <translation>Le F1 moyen est de {scores_macro_f1} ({over}) ; la plus faible de celles qui sont jugées est {weakest_name}, avec {weakest_f1}.</translation>
  </message>
  <message>
   <source>The memory of the device is too small for batches of {part}: take smaller patches or a lighter kind of model, or let other programs end that use the same GPU.</source>
   <translation>La mémoire de l'appareil est trop petite pour des lots de {part} : prenez des imagettes plus petites ou une sorte de modèle plus légère, ou laissez se terminer d'autres programmes qui utilisent le même GPU.</translation>
  </message>
  <message>
   <source>The memory ran out in the worker, during the job {job}: close other programs, raise a limit such as 'ulimit -v', or choose smaller batches or a lighter architecture.</source>
   <translation>La mémoire s'est épuisée dans le worker, pendant la tâche {job} : fermez d'autres programmes, relevez une limite comme 'ulimit -v', ou choisissez des lots plus petits ou une architecture plus légère.</translation>
  </message>
  <message>
   <source>The model agrees better with the labels where features are matched to its training ({matched:.2f} instead of {plain:.2f}): that is done.</source>
   <translation>Le modèle s'accorde mieux avec les étiquettes quand les descripteurs sont ajustés à son apprentissage ({matched} au lieu de {plain}) : c'est fait.</translation>
  </message>
  <message>
   <source>The model does not know class {code} '{name}' of {dataset_folder}: its classes are {known_items}. Label with the same codes and names, or train a model on these patches.</source>
   <translation>Le modèle ne connaît pas la classe {code} « {name} » de {dataset_folder} : ses classes sont {known_items}. Étiquetez avec les mêmes codes et noms, ou entraînez un modèle sur ces imagettes.</translation>
  </message>
  <message>
   <source>The model does not tell the mean of the pixels it learned from, so bands cannot be matched by '{kind}': train the model again, or match by 'spread', which it allows, or set MATCH to 'none'.</source>
   <translation>Le modèle ne dit pas la moyenne des pixels qu'il a appris, les bandes ne peuvent donc pas être ajustées par '{kind}' : entraînez de nouveau le modèle, ou ajustez par 'spread', qu'il permet, ou mettez MATCH à 'none'.</translation>
  </message>
  <message>
   <source>The model does not tell the mean of the pixels it learned from, so bands cannot be matched by '{kind}': train the model again, or set MATCH to 'none'.</source>
   <translation>Le modèle ne dit pas la moyenne des pixels qu'il a appris, les bandes ne peuvent donc pas être ajustées par '{kind}' : entraînez de nouveau le modèle, ou mettez MATCH à 'none'.</translation>
  </message>
  <message>
   <source>The model does not tell the quantiles of the pixels it learned from, so bands cannot be matched by '{kind}': train the model again, or match by 'spread', which it allows, or set MATCH to 'none'.</source>
   <translation>Le modèle ne dit pas les quantiles des pixels qu'il a appris, les bandes ne peuvent donc pas être ajustées par '{kind}' : entraînez de nouveau le modèle, ou ajustez par 'spread', qu'il permet, ou mettez MATCH à 'none'.</translation>
  </message>
  <message>
   <source>The model does not tell the quantiles of the pixels it learned from, so bands cannot be matched by '{kind}': train the model again, or set MATCH to 'none'.</source>
   <translation>Le modèle ne dit pas les quantiles des pixels qu'il a appris, les bandes ne peuvent donc pas être ajustées par '{kind}' : entraînez de nouveau le modèle, ou mettez MATCH à 'none'.</translation>
  </message>
  <message>
   <source>The model does not tell what the features of its images were like, so they cannot be matched by 'features': train the model again where its images are, or set MATCH to 'spread' or 'none'.</source>
   <translation>Le modèle ne dit pas comment étaient les descripteurs de ses images, ils ne peuvent donc pas être ajustés par 'features' : entraînez de nouveau le modèle là où sont ses images, ou mettez MATCH à 'spread' ou 'none'.</translation>
  </message>
  <message>
   <source>The model needs blocks of at least {size} x {size_2} pixels with {bands} bands, got {data_shape}.</source>
   <translation>Le modèle a besoin de blocs d'au moins {size} x {size_2} pixels à {bands} bandes ; valeur reçue : {data_shape}.</translation>
  </message>
  <message>
   <source>The model was made for pixels of {expected:.3g}, those of {dataset_folder} measure {got:.3g}: resample the image first, or train a model on it.</source>
   <translation>Le modèle a été fait pour des pixels de {expected}, ceux de {dataset_folder} font {got} : rééchantillonnez d'abord l'image, ou entraînez un modèle dessus.</translation>
  </message>
  <message>
   <source>The model was not made for {dataset_folder}, whose stored numbers mean other values: {other}. Extract patches of images as those of the model, or train a model on these.</source>
   <translation>Le modèle n'a pas été fait pour {dataset_folder}, dont les nombres stockés représentent d'autres valeurs : {other}. Extrayez des imagettes d'images comme celles du modèle, ou entraînez un modèle sur celles-ci.</translation>
  </message>
  <message>
   <source>The model was not made for {dataset_folder}: {what} {expected} expected, got {got}. Extract patches as for the model, or train a model on these.</source>
   <translation>Le modèle n'a pas été fait pour {dataset_folder} ({what}) : {expected} attendu, {got} reçu. Extrayez des imagettes comme pour le modèle, ou entraînez un modèle sur celles-ci.</translation>
  </message>
  <message>
   <source>The model was trained on images of {trained_band_count} bands ({trained_bands}), {name} has {whole_bands} ({whole_band_names}): predict an image with the same bands, or train a model on this one.</source>
   <translation>Le modèle a été entraîné sur des images de {trained_band_count} bandes ({trained_bands}), {name} en a {whole_bands} ({whole_band_names}) : prédisez une image qui a les mêmes bandes, ou entraînez un modèle sur celle-ci.</translation>
  </message>
  <message>
   <source>The model was trained on pixels of {theirs:.3g} m, those of the image measure {ours:.3g} m: what the model goes by is not to be seen there, and resampling does not bring it back. Take an image of smaller pixels, or train a model on this one.</source>
   <translation>Le modèle a été entraîné sur des pixels de {theirs} m, ceux de l'image font {ours} m : ce que le modèle reconnaît ne s'y voit pas, et un rééchantillonnage ne le ramène pas. Prenez une image à pixels plus petits, ou entraînez un modèle sur celle-ci.</translation>
  </message>
  <message>
   <source>The model was trained on pixels of {theirs:.3g} m, those of {name} measure {ours:.3g} m: draw the map with RESAMPLE of 'Predict map', resample the image with 'Warp (reproject)', or train a model on it.</source>
   <translation>Le modèle a été entraîné sur des pixels de {theirs} m, ceux de {name} font {ours} m : dessinez la carte avec RESAMPLE de « Prédire une carte », rééchantillonnez l'image avec « Projection (warp) », ou entraînez un modèle dessus.</translation>
  </message>
  <message>
   <source>The model was trained on {trained_dtype} pixels, {name} has {image_dtype}: convert the image with 'Translate (convert format)' so that its values mean the same, or train a model on it.</source>
   <translation>Le modèle a été entraîné sur des pixels {trained_dtype}, {name} a des {image_dtype} : convertissez l'image avec « Convertir (changer de format) » de sorte que ses valeurs veuillent dire la même chose, ou entraînez un modèle dessus.</translation>
  </message>
  <message>
   <source>The model was written by a newer Poplar NN (format {written}, this one reads {value}): update the plugin.</source>
   <translation>Le modèle a été écrit par une version plus récente de Poplar NN (format {written}, celle-ci lit {value}) : mettez l'extension à jour.</translation>
  </message>
  <message>
   <source>The model's card is damaged ({reason}): train the model again.</source>
   <translation>La fiche du modèle est endommagée ({reason}) : entraînez de nouveau le modèle.</translation>
  </message>
  <message>
   <source>The network</source>
   <translation>Le réseau</translation>
  </message>
  <message>
   <source>The network as it is used: {change}.</source>
   <translation>Le réseau tel qu'il est utilisé : {change}.</translation>
  </message>
  <message>
   <source>The network cannot compute patches of {times_shape}: {first_line_error}. Extract patches of the size that it was made for.</source>
   <translation>Le réseau ne peut pas calculer des imagettes de {times_shape} : {first_line_error}. Extrayez des imagettes de la taille pour laquelle il a été fait.</translation>
  </message>
  <message>
   <source>The network ends in '{ending}', whose values are neither probabilities nor logits: end it in a softmax, a sigmoid, or no activation at all.</source>
   <translation>Le réseau se termine par '{ending}', dont les valeurs ne sont ni des probabilités ni des logits : terminez-le par un softmax, une sigmoïde, ou aucune activation.</translation>
  </message>
  <message>
   <source>The network gives values that are not finite numbers (NaN or infinite) for these patches: choose the scaling that it was trained with.</source>
   <translation>Le réseau donne pour ces imagettes des valeurs qui ne sont pas des nombres finis (NaN ou infini) : choisissez la mise à l'échelle avec laquelle il a été entraîné.</translation>
  </message>
  <message>
   <source>The network has macro F1 {network_macro_f1:.2f}, a quick random forest {simpler_macro_f1:.2f} ({over}).</source>
   <translation>Le réseau a un F1 moyen de {network_macro_f1}, une forêt aléatoire rapide {simpler_macro_f1} ({over}).</translation>
  </message>
  <message>
   <source>The network has macro F1 {network_macro_f1:.2f}, a quick random forest {simpler_macro_f1:.2f}.</source>
   <translation>Le réseau a un F1 moyen de {network_macro_f1}, une forêt aléatoire rapide {simpler_macro_f1}.</translation>
  </message>
  <message>
   <source>The network has {count} outputs, and the patches have {names} classes ({names_2}): give patches labelled with exactly its classes.</source>
   <translation>Le réseau a {count} sorties, et les imagettes ont {names} classes ({names_2}) : donnez des imagettes étiquetées avec exactement ses classes.</translation>
  </message>
  <message>
   <source>The network in {path}</source>
   <translation>Le réseau de {path}</translation>
  </message>
  <message>
   <source>The network in {path} asks for {wanted:,} bytes of weights, and the file holds {held:,}: it is damaged, or was made to fill the memory: {remedy}, or give another file.</source>
   <translation>Le réseau de {path} demande {wanted} octets de poids, et le fichier en contient {held} : il est endommagé, ou fait pour remplir la mémoire : {remedy}, ou donnez un autre fichier.</translation>
  </message>
  <message>
   <source>The network in {path} cannot be read ({short_error}): {remedy}.</source>
   <translation>Le réseau de {path} est illisible ({short_error}) : {remedy}.</translation>
  </message>
  <message>
   <source>The network in {path} cannot compute the patches that it was made for ({short_error}): {remedy}.</source>
   <translation>Le réseau de {path} ne peut pas calculer les imagettes pour lesquelles il a été fait ({short_error}) : {remedy}.</translation>
  </message>
  <message>
   <source>The network in {path} does not match its card: from {expected} to {expected_2} expected, got {network_input_shape} to {network_output_shape}.</source>
   <translation>Le réseau de {path} ne correspond pas à sa fiche : attendu de {expected} à {expected_2}, reçu de {network_input_shape} à {network_output_shape}.</translation>
  </message>
  <message>
   <source>The network in {path} names {objects:,} layers and parts of layers, more than the {most_objects:,} that a network may have: give another file.</source>
   <translation>Le réseau de {path} nomme {objects} couches et parties de couches, plus que les {most_objects} qu'un réseau peut avoir : donnez un autre fichier.</translation>
  </message>
  <message>
   <source>The network must give a number for each class of a patch, got {outputs_shape} numbers a patch (one that names the class of each pixel is not taken).</source>
   <translation>Le réseau doit donner un nombre pour chaque classe d'une imagette, il en donne {outputs_shape} par imagette (un réseau qui nomme la classe de chaque pixel n'est pas accepté).</translation>
  </message>
  <message>
   <source>The network must have one input and one output, got {count} and {network_outputs}: save the part that goes from a patch to its classes.</source>
   <translation>Le réseau doit avoir une entrée et une sortie ; valeurs reçues : {count} et {network_outputs} : enregistrez la partie qui va d'une imagette à ses classes.</translation>
  </message>
  <message>
   <source>The network must take patches, {times_shape} (rows, columns, bands), got {times_inputs}.</source>
   <translation>Le réseau doit prendre des imagettes, {times_shape} (lignes, colonnes, bandes) ; valeur reçue : {times_inputs}.</translation>
  </message>
  <message>
   <source>The network reaches macro F1 {scored_macro_f1:.2f} on the same polygons, in {monotonic_started:.0f} s.</source>
   <translation>Le réseau atteint un F1 moyen de {scored_macro_f1} sur les mêmes polygones, en {monotonic_started} s.</translation>
  </message>
  <message>
   <source>The network was made for patches of {inputs} x {inputs_2} pixels, these have {shape} x {shape_2}: extract patches of its size.</source>
   <translation>Le réseau a été fait pour des imagettes de {inputs} x {inputs_2} pixels, celles-ci en ont {shape} x {shape_2} : extrayez des imagettes de sa taille.</translation>
  </message>
  <message>
   <source>The network was made for {inputs} bands, the patches have {shape}: extract patches with the bands it learned from.</source>
   <translation>Le réseau a été fait pour {inputs} bandes, les imagettes en ont {shape} : extrayez des imagettes avec les bandes qu'il a apprises.</translation>
  </message>
  <message>
   <source>The network was made for {inputs} bands, the patches have {shape}: extract patches with the bands it learned from. It seems to have its bands first; they must come last.</source>
   <translation>Le réseau a été fait pour {inputs} bandes, les imagettes en ont {shape} : extrayez des imagettes avec les bandes qu'il a apprises. Il semble avoir ses bandes en premier ; elles doivent venir en dernier.</translation>
  </message>
  <message>
   <source>The network was saved before it knew what its input is: call it on some patches, or begin it with keras.Input, and save it again.</source>
   <translation>Le réseau a été enregistré avant de savoir quelle est son entrée : appelez-le sur quelques imagettes, ou commencez-le par keras.Input, et enregistrez-le de nouveau.</translation>
  </message>
  <message>
   <source>The new last layer learns alone.</source>
   <translation>La nouvelle dernière couche apprend seule.</translation>
  </message>
  <message>
   <source>The nodata value {nodata} does not fit into {dtype}.</source>
   <translation>La valeur nodata {nodata} ne tient pas dans {dtype}.</translation>
  </message>
  <message>
   <source>The number of jobs must be 1 or more, or -1 for all cores.</source>
   <translation>Le nombre de tâches doit être de 1 ou plus, ou -1 pour tous les cœurs.</translation>
  </message>
  <message>
   <source>The one polygon of '{label}' does not hold a patch of {size} x {size_2} pixels, and the class would not be on the map: </source>
   <translation>Le seul polygone de « {label} » ne contient pas d'imagette de {size} x {size_2} pixels, et la classe ne serait pas sur la carte : </translation>
  </message>
  <message>
   <source>The order of the classes must name each class of the patches once ({told}), got {text}: give their names or codes with commas between them.</source>
   <translation>L'ordre des classes doit nommer une fois chaque classe des imagettes ({told}) ; valeur reçue : {text} : donnez leurs noms ou leurs codes, séparés par des virgules.</translation>
  </message>
  <message>
   <source>The output is {dtype}, nodata: none, every pixel has a value.</source>
   <translation>La sortie est en {dtype}, nodata : aucun, chaque pixel a une valeur.</translation>
  </message>
  <message>
   <source>The output is {dtype}, nodata: {nodata:g}.</source>
   <translation>La sortie est en {dtype}, nodata : {nodata}.</translation>
  </message>
  <message>
   <source>The output is {dtype}, nodata: {nodata:g}. The results are {values}, of which every value can be one, so none is left for nodata.</source>
   <translation>La sortie est en {dtype}, nodata : {nodata}. Les résultats sont en {values}, dont chaque valeur peut en être un : il n'en reste aucune pour nodata.</translation>
  </message>
  <message>
   <source>The output is {dtype}. Every value of that type can be a result, so a mask in the file marks pixels without data; programs that read no masks see 0 there.</source>
   <translation>La sortie est en {dtype}. Chaque valeur de ce type peut être un résultat ; un masque dans le fichier marque donc les pixels sans données, et les programmes qui ne lisent pas les masques y voient 0.</translation>
  </message>
  <message>
   <source>The output keeps the stored numbers, with the scale and offset of the image.</source>
   <translation>La sortie conserve les nombres stockés, avec l'échelle et le décalage de l'image.</translation>
  </message>
  <message>
   <source>The package index cannot be reached: check the connection (a proxy is set in Settings &gt; Options &gt; Network of QGIS) and try again, or install from a folder of wheels (WHEELS).</source>
   <translation>L'index des paquets est hors d'atteinte : vérifiez la connexion (un proxy se règle dans Préférences &gt; Options &gt; Réseau de QGIS) et réessayez, ou installez depuis un dossier de wheels (WHEELS).</translation>
  </message>
  <message>
   <source>The package index, or the folder of wheels, lacks a package: try again, or fill a folder of wheels and name it (WHEELS).</source>
   <translation>Il manque un paquet à l'index des paquets ou au dossier de wheels : réessayez, ou remplissez un dossier de wheels et indiquez-le (WHEELS).</translation>
  </message>
  <message>
   <source>The packages are installed and are tried now, with a small network.</source>
   <translation>Les paquets sont installés, et sont maintenant essayés avec un petit réseau.</translation>
  </message>
  <message>
   <source>The packages were installed, but a small network does not run: {error}</source>
   <translation>Les paquets ont été installés, mais un petit réseau ne fonctionne pas : {error}</translation>
  </message>
  <message>
   <source>The part that is wanted, {box} in {crs_name_crs}, has no place in {crs_name_wkt}: choose another extent or CRS.</source>
   <translation>La partie voulue, {box} en {crs_name_crs}, n'a pas de place dans {crs_name_wkt} : choisissez une autre emprise ou un autre SCR.</translation>
  </message>
  <message>
   <source>The patches cannot be written to {folder}: {error}. Free the disk, or choose another folder.</source>
   <translation>Les imagettes ne peuvent pas être écrites dans {folder} : {error}. Libérez de la place sur le disque, ou choisissez un autre dossier.</translation>
  </message>
  <message>
   <source>The patches need {needed:.0f} MiB, and {target_parent} has {free:.0f} MiB free: free the disk, or use a larger stride.</source>
   <translation>Les imagettes demandent {needed} Mio, et il reste {free} Mio libres dans {target_parent} : libérez de la place sur le disque, ou prenez un pas plus grand.</translation>
  </message>
  <message>
   <source>The patches of {folder_name} were imported, and where they lay in their images is not known; dense features look around each patch, in the image it was cut from: put the image back, extract the patches again, or choose another kind of model.</source>
   <translation>Les imagettes de {folder_name} ont été importées, et leur place dans leurs images n'est pas connue ; les descripteurs profonds regardent autour de chaque imagette, dans l'image dont elle vient : remettez l'image en place, extrayez de nouveau les imagettes, ou choisissez une autre sorte de modèle.</translation>
  </message>
  <message>
   <source>The pictures cannot be resampled: no reason given.</source>
   <translation>Les images ne peuvent pas être rééchantillonnées : aucune raison donnée.</translation>
  </message>
  <message>
   <source>The pictures cannot be resampled: {reason}.</source>
   <translation>Les images ne peuvent pas être rééchantillonnées : {reason}.</translation>
  </message>
  <message>
   <source>The pictures have no transparency: where the service has no image, part of a picture may be white or black, and counts as image.</source>
   <translation>Les images n'ont pas de transparence : là où le service n'a pas d'image, une partie peut être blanche ou noire, et compte comme image.</translation>
  </message>
  <message>
   <source>The pixels of the map cannot be placed by its ground control points or rational polynomials: check its coordinate reference system.</source>
   <translation>Les pixels de la carte ne peuvent pas être placés par ses points de contrôle ou ses polynômes rationnels : vérifiez son système de coordonnées de référence.</translation>
  </message>
  <message>
   <source>The pixels of {name} lie {off:.3g} columns and {off_2:.3g} rows off those of {first_name}: images that are read as one share their lattice. Align them with 'Warp (reproject)' (target extent and pixel size), or draw a map of each.</source>
   <translation>Les pixels de {name} sont à {off} colonnes et {off_2} lignes de ceux de {first_name} : des images lues comme une seule ont la même grille. Alignez-les avec « Projection (warp) » (emprise et taille de pixel cibles), ou dessinez une carte de chacune.</translation>
  </message>
  <message>
   <source>The point {x:.8g}, {y:.8g} lies where the coordinate reference system {own_getname} does not reach: check the system of the layer in its properties.</source>
   <translation>Le point {x}, {y} est hors du domaine du système de coordonnées de référence {own_getname} : vérifiez le système de la couche dans ses propriétés.</translation>
  </message>
  <message>
   <source>The points were drawn from a map with the classes {sizes}, and this one has no {strange}: assess that map, or draw points from this one.</source>
   <translation>Les points ont été tirés d'une carte qui a les classes {sizes}, et celle-ci n'a pas {strange} : évaluez cette carte-là, ou tirez des points de celle-ci.</translation>
  </message>
  <message>
   <source>The points were drawn from another map: each stands for the hectares in its field 'weight', and the strata are the classes of that map.</source>
   <translation>Les points ont été tirés d'une autre carte : chacun représente les hectares de son champ « weight », et les strates sont les classes de cette carte.</translation>
  </message>
  <message>
   <source>The polygon cannot be reprojected to the image: it lies where the image's coordinate reference system does not reach. Move it, or delete it.</source>
   <translation>Le polygone ne peut pas être reprojeté sur l'image : il se trouve hors du domaine du système de coordonnées de référence de l'image. Déplacez-le, ou supprimez-le.</translation>
  </message>
  <message>
   <source>The polygon encloses no area: draw it again, or delete it.</source>
   <translation>Le polygone n'enferme aucune surface : redessinez-le, ou supprimez-le.</translation>
  </message>
  <message>
   <source>The polygon is drawn twice: feature {ids_first} is the same. Delete one.</source>
   <translation>Le polygone est dessiné deux fois : l'entité {ids_first} est le même. Supprimez-en un.</translation>
  </message>
  <message>
   <source>The polygon lies off the image: delete it, or choose the image it is of.</source>
   <translation>Le polygone est hors de l'image : supprimez-le, ou choisissez l'image dont il vient.</translation>
  </message>
  <message>
   <source>The proxy refuses the connection: check host, port, user and password in Settings &gt; Options &gt; Network of QGIS, and try again.</source>
   <translation>Le proxy refuse la connexion : vérifiez hôte, port, utilisateur et mot de passe dans Préférences &gt; Options &gt; Réseau de QGIS, et réessayez.</translation>
  </message>
  <message>
   <source>The random forest in {path} is damaged or does not match its card ({error}): train the model again.</source>
   <translation>La forêt aléatoire de {path} est endommagée ou ne correspond pas à sa fiche ({error}) : entraînez de nouveau le modèle.</translation>
  </message>
  <message>
   <source>The raster {path} cannot be opened: {reason}.</source>
   <translation>Impossible d'ouvrir le raster {path} : {reason}.</translation>
  </message>
  <message>
   <source>The rasters are {named}; a1 is the first band of a.</source>
   <translation>Les rasters sont {named} ; a1 est la première bande de a.</translation>
  </message>
  <message>
   <source>The reference holds no class of the map, only others that the map does not have: {strange}; the map has {classes_names}. Choose another class field, or name classes as the map does.</source>
   <translation>La référence ne contient aucune classe de la carte, seulement d'autres que la carte n'a pas : {strange} ; la carte a {classes_names}. Choisissez un autre champ de classe, ou nommez les classes comme le fait la carte.</translation>
  </message>
  <message>
   <source>The reference was drawn by 'Sample points': a stratified random sample.</source>
   <translation>La référence a été tirée par « Tirer des points » : un échantillon aléatoire stratifié.</translation>
  </message>
  <message>
   <source>The reference was not drawn at random: nothing says how well these points stand for the rest of the map. The corrected areas and their ranges do not hold as estimates. 'Sample points' draws points that do; judge them in the panel 'Review mistakes', and assess the map with them.</source>
   <translation>La référence n'a pas été tirée au hasard : rien ne dit à quel point ces points représentent le reste de la carte. Les surfaces corrigées et leurs intervalles ne valent pas comme estimations. « Tirer des points » tire des points qui le font ; jugez-les dans le panneau « Revoir les erreurs », et évaluez la carte avec eux.</translation>
  </message>
  <message>
   <source>The reference was not drawn at random: nothing says how well these polygons stand for the rest of the map. The corrected areas and their ranges do not hold as estimates. 'Sample points' draws points that do; judge them in the panel 'Review mistakes', and assess the map with them.</source>
   <translation>La référence n'a pas été tirée au hasard : rien ne dit à quel point ces polygones représentent le reste de la carte. Les surfaces corrigées et leurs intervalles ne valent pas comme estimations. « Tirer des points » tire des points qui le font ; jugez-les dans le panneau « Revoir les erreurs », et évaluez la carte avec eux.</translation>
  </message>
  <message>
   <source>The same network, scored</source>
   <translation>Le même réseau, évalué</translation>
  </message>
  <message>
   <source>The same patches, settings, seed and versions give the same model on the same kind of processor.</source>
   <translation>Les mêmes imagettes, réglages, graine et versions donnent le même modèle sur le même type de processeur.</translation>
  </message>
  <message>
   <source>The same polygon is drawn as '{label}' and, by feature {ids_first}, as '{other}'. Delete the wrong one.</source>
   <translation>Le même polygone est dessiné comme « {label} » et, par l'entité {ids_first}, comme « {other} ». Supprimez celui qui est faux.</translation>
  </message>
  <message>
   <source>The scaling of band {band} must be a number and one above 0, got {offset} and {scale}.</source>
   <translation>La mise à l'échelle de la bande {band} doit être un nombre et un nombre supérieur à 0 ; valeurs reçues : {offset} et {scale}.</translation>
  </message>
  <message>
   <source>The scores above count each pixel of the reference alike; these weigh each class of the map by its area. Hectares are those of the ground, on the ellipsoid.</source>
   <translation>Les scores ci-dessus comptent chaque pixel de la référence de la même façon ; ceux-ci pondèrent chaque classe de la carte par sa surface. Les hectares sont ceux du terrain, sur l'ellipsoïde.</translation>
  </message>
  <message>
   <source>The script printed {most_lines} lines, or {most_letters} letters; further ones are not shown.</source>
   <translation>Le script a affiché {most_lines} lignes, ou {most_letters} lettres ; la suite n'est pas montrée.</translation>
  </message>
  <message>
   <source>The script {script} cannot be read on {platform_node}: {error_strerror}. Every computer that runs it must see it under this name.</source>
   <translation>Le script {script} est illisible sur {platform_node} : {error_strerror}. Chaque ordinateur qui l'exécute doit le voir sous ce nom.</translation>
  </message>
  <message>
   <source>The seed must be 0 or more, got {seed}.</source>
   <translation>La graine doit être 0 ou plus ; valeur reçue : {seed}.</translation>
  </message>
  <message>
   <source>The service has no tiles in the part that is wanted, {grid_bounds} in {grid_crs}: check where its image lies, and the CRS.</source>
   <translation>Le service n'a pas de tuiles dans la partie voulue, {grid_bounds} en {grid_crs} : vérifiez où est son image, et le SCR.</translation>
  </message>
  <message>
   <source>The share of a patch without data must be from 0 and below 1, got {nodata_share}.</source>
   <translation>La part d'une imagette sans données doit être de 0 ou plus et inférieure à 1 ; valeur reçue : {nodata_share}.</translation>
  </message>
  <message>
   <source>The split field holds '{value}', expected one of {splits}. 'Split labels' writes such a field.</source>
   <translation>Le champ de répartition contient « {value} », l'un de {splits} est attendu. « Répartir les étiquettes » écrit un tel champ.</translation>
  </message>
  <message>
   <source>The split is '{splits_number}', expected one of {splits}: correct it, or run 'Split labels' again.</source>
   <translation>Le sous-ensemble est « {splits_number} », l'un de {splits} est attendu : corrigez-le, ou relancez « Répartir les étiquettes ».</translation>
  </message>
  <message>
   <source>The stored numbers of {name} mean other values than those of training: {other}. Convert the image so that its numbers mean the same, or train a model on it.</source>
   <translation>Les nombres stockés de {name} représentent d'autres valeurs que ceux de l'apprentissage : {other}. Convertissez l'image de sorte que ses nombres veuillent dire la même chose, ou entraînez un modèle dessus.</translation>
  </message>
  <message>
   <source>The stride must lie between 1 and the model's patch size {spec_size}, got {stride}.</source>
   <translation>Le pas doit être entre 1 et la taille d'imagette du modèle {spec_size} ; valeur reçue : {stride}.</translation>
  </message>
  <message>
   <source>The style of {path} cannot be kept in it: {failure}.</source>
   <translation>Le style de {path} ne peut pas y être conservé : {failure}.</translation>
  </message>
  <message>
   <source>The style {path} cannot be written: {failure}.</source>
   <translation>Le style {path} ne peut pas être écrit : {failure}.</translation>
  </message>
  <message>
   <source>The texture filter needs the least and greatest value: give them, or take them from the image by fitted(image).</source>
   <translation>Le filtre de texture a besoin des valeurs minimale et maximale : donnez-les, ou tirez-les de l'image avec fitted(image).</translation>
  </message>
  <message>
   <source>The tiles of {service_host} are in {service_crs}: give PIXEL_SIZE for an image in {crs_name_wkt}, in its map units.</source>
   <translation>Les tuiles de {service_host} sont en {service_crs} : donnez PIXEL_SIZE pour une image en {crs_name_wkt}, dans ses unités de carte.</translation>
  </message>
  <message>
   <source>The value {value} of a polygon does not fit into {dtype}.</source>
   <translation>La valeur {value} d'un polygone ne tient pas dans {dtype}.</translation>
  </message>
  <message>
   <source>The variable {variable} is set: its Python stays the worker's, whatever is installed.</source>
   <translation>La variable {variable} est définie : son Python reste celui du worker, quoi qu'on installe.</translation>
  </message>
  <message>
   <source>The worker cannot start a thread ({error}): close other programs, or raise a limit such as 'ulimit -v'.</source>
   <translation>Le worker ne peut pas lancer de fil d'exécution ({error}) : fermez d'autres programmes, ou relevez une limite comme 'ulimit -v'.</translation>
  </message>
  <message>
   <source>The worker has been closed, it takes no more jobs.</source>
   <translation>Le worker a été fermé, il ne prend plus de tâches.</translation>
  </message>
  <message>
   <source>The worker has given no sign of life for {seconds:.0f} s, during the job {job}, and was ended: most often the memory is short (close other programs, raise a limit such as 'ulimit -v', choose a lighter architecture), or a file lies on a drive that does not answer.</source>
   <translation>Le worker n'a pas donné signe de vie depuis {seconds} s, pendant la tâche {job}, et a été arrêté : le plus souvent la mémoire manque (fermez d'autres programmes, relevez une limite comme 'ulimit -v', choisissez une architecture plus légère), ou un fichier est sur un disque qui ne répond pas.</translation>
  </message>
  <message>
   <source>The worker needs Python {text_oldest} or newer, {python} is {found_version}. Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run poplarnn:checkinstallation -- INSTALL=1), or set {variable} to the Python of an environment that is complete.</source>
   <translation>Le worker a besoin de Python {text_oldest} ou plus récent, {python} est {found_version}. Lancez l'algorithme « Vérifier l'installation » en cochant « Installer » (qgis_process run poplarnn:checkinstallation -- INSTALL=1), ou mettez dans {variable} le Python d'un environnement complet.</translation>
  </message>
  <message>
   <source>The worker was closed while the job {job} ran.</source>
   <translation>Le worker a été fermé pendant la tâche {job}.</translation>
  </message>
  <message>
   <source>The worker {how}, during the job {job}. The end of its log:
-</source>
   <translation>Le worker {how}, pendant la tâche {job}. La fin de son journal :
-</translation>
  </message>
  <message>
   <source>The worker {how}, during the job {job}. The end of its log:
{process_log}</source>
   <translation>Le worker {how}, pendant la tâche {job}. La fin de son journal :
{process_log}</translation>
  </message>
  <message>
   <source>The worker's Python and its packages were removed.</source>
   <translation>Le Python du worker et ses paquets ont été supprimés.</translation>
  </message>
  <message>
   <source>The worker's Python is made of {found_path} (Python {found_text}).</source>
   <translation>Le Python du worker est fait à partir de {found_path} (Python {found_text}).</translation>
  </message>
  <message>
   <source>The worker's Python {python} cannot be started: {error_strerror}. Run the algorithm 'Check installation' (poplarnn:checkinstallation).</source>
   <translation>Le Python du worker {python} ne peut pas être lancé : {error_strerror}. Lancez l'algorithme « Vérifier l'installation » (poplarnn:checkinstallation).</translation>
  </message>
  <message>
   <source>The worker's Python {python} lacks {missing}. Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run poplarnn:checkinstallation -- INSTALL=1), or set {variable} to the Python of an environment that is complete.</source>
   <translation>Il manque au Python du worker {python} : {missing}. Lancez l'algorithme « Vérifier l'installation » en cochant « Installer » (qgis_process run poplarnn:checkinstallation -- INSTALL=1), ou mettez dans {variable} le Python d'un environnement complet.</translation>
  </message>
  <message>
   <source>The worker's Python {sys_executable} lacks {error_name}, which the job {job} needs. Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run poplarnn:checkinstallation -- INSTALL=1).</source>
   <translation>Il manque au Python du worker {sys_executable} {error_name}, dont la tâche {job} a besoin. Lancez l'algorithme « Vérifier l'installation » en cochant « Installer » (qgis_process run poplarnn:checkinstallation -- INSTALL=1).</translation>
  </message>
  <message>
   <source>The worker's pipe brought a message that cannot be read: {error}.</source>
   <translation>Le tuyau du worker a apporté un message illisible : {error}.</translation>
  </message>
  <message>
   <source>The worker's pipe brought a {found_name}, not a message.</source>
   <translation>Le tuyau du worker a apporté un {found_name}, et non un message.</translation>
  </message>
  <message>
   <source>The worker's pipe brought {head}, which begins no message.</source>
   <translation>Le tuyau du worker a apporté {head}, qui ne commence aucun message.</translation>
  </message>
  <message>
   <source>The worker's pipe brought {kind}, or more than one thing, in a form that no message has.</source>
   <translation>Le tuyau du worker a apporté {kind}, ou plus d'une chose, sous une forme qu'aucun message n'a.</translation>
  </message>
  <message>
   <source>The {buffer} took nothing: the splits lie further apart.</source>
   <translation>Le {buffer} n'a rien pris : les sous-ensembles sont plus éloignés que cela.</translation>
  </message>
  <message>
   <source>The {buffer} took {lost_sum} ({before_sum:.1%} of the labelled area) and {gone_polygon} whole, left without a split: {parts}.</source>
   <translation>Le {buffer} a pris {lost_sum} ({before_sum} de la surface étiquetée) et {gone_polygon} en entier, restés sans sous-ensemble : {parts}.</translation>
  </message>
  <message>
   <source>The {buffer} took {lost_sum} ({before_sum:.1%} of the labelled area): {parts}.</source>
   <translation>Le {buffer} a pris {lost_sum} ({before_sum} de la surface étiquetée) : {parts}.</translation>
  </message>
  <message>
   <source>The {count} labelled polygons all lie on the same place, so they cannot be in two splits: label more places.</source>
   <translation>Les {count} polygones étiquetés sont tous au même endroit, ils ne peuvent donc pas être dans deux sous-ensembles : étiquetez d'autres lieux.</translation>
  </message>
  <message>
   <source>The {what} are reprojected from {source_getname} to {goal_getname}.</source>
   <translation>Reprojection de {source_getname} vers {goal_getname} : {what}.</translation>
  </message>
  <message>
   <source>The {which} holds the codes {strange}, which are none of the classes {classes_names}.</source>
   <translation>Codes {strange} ({which}) : ils ne sont aucune des classes {classes_names}.</translation>
  </message>
  <message>
   <source>There are no locked packages for {name}, only for nothing: choose one of these, or install the plugin again.</source>
   <translation>Il n'y a pas de paquets verrouillés pour {name}, ni pour rien d'autre : réinstallez l'extension.</translation>
  </message>
  <message>
   <source>There are no locked packages for {name}, only for {known}: choose one of these, or install the plugin again.</source>
   <translation>Il n'y a pas de paquets verrouillés pour {name}, seulement pour {known} : choisissez-en un, ou réinstallez l'extension.</translation>
  </message>
  <message>
   <source>There are no locked packages for {name}-py{python}, only for nothing: choose one of these, or install the plugin again.</source>
   <translation>Il n'y a pas de paquets verrouillés pour {name}-py{python}, ni pour rien d'autre : réinstallez l'extension.</translation>
  </message>
  <message>
   <source>There are no locked packages for {name}-py{python}, only for {known}: choose one of these, or install the plugin again.</source>
   <translation>Il n'y a pas de paquets verrouillés pour {name}-py{python}, seulement pour {known} : choisissez-en un, ou réinstallez l'extension.</translation>
  </message>
  <message>
   <source>There are {labels} classes, and a map holds {highest_code}: merge some.</source>
   <translation>Il y a {labels} classes, et une carte en contient {highest_code} : fusionnez-en.</translation>
  </message>
  <message>
   <source>There is no Python for the worker at {python}. Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run poplarnn:checkinstallation -- INSTALL=1), or set {variable} to the Python of an environment that is complete.</source>
   <translation>Il n'y a pas de Python pour le worker dans {python}. Lancez l'algorithme « Vérifier l'installation » en cochant « Installer » (qgis_process run poplarnn:checkinstallation -- INSTALL=1), ou mettez dans {variable} le Python d'un environnement complet.</translation>
  </message>
  <message>
   <source>There is no Python for the worker: POPLARNN_WORKER_PYTHON is not set and no QGIS profile was looked at. Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run poplarnn:checkinstallation -- INSTALL=1), or set {variable} to the Python of an environment that is complete.</source>
   <translation>Il n'y a pas de Python pour le worker : POPLARNN_WORKER_PYTHON n'est pas définie et aucun profil QGIS n'a été regardé. Lancez l'algorithme « Vérifier l'installation » en cochant « Installer » (qgis_process run poplarnn:checkinstallation -- INSTALL=1), ou mettez dans {variable} le Python d'un environnement complet.</translation>
  </message>
  <message>
   <source>There is no architecture {name}: choose one of {known}.</source>
   <translation>Il n'y a pas d'architecture {name} : choisissez parmi {known}.</translation>
  </message>
  <message>
   <source>There is no backend {value}: {backends}.</source>
   <translation>Il n'y a pas de moteur {value} : {backends}.</translation>
  </message>
  <message>
   <source>There is no class {text} to take as the class of interest: choose one of {classes_names}, or leave it empty for the rarest.</source>
   <translation>Il n'y a pas de classe {text} qui puisse être la classe d'intérêt : choisissez parmi {classes_names}, ou laissez vide pour la plus rare.</translation>
  </message>
  <message>
   <source>There is no file {weights} to start from.</source>
   <translation>Il n'y a pas de fichier {weights} d'où partir.</translation>
  </message>
  <message>
   <source>There is no folder {folder}: choose the folder that holds the images.</source>
   <translation>Il n'y a pas de dossier {folder} : choisissez le dossier qui contient les images.</translation>
  </message>
  <message>
   <source>There is no image to map: give RASTERS or IMAGE_FOLDER.</source>
   <translation>Il n'y a aucune image à cartographier : donnez RASTERS ou IMAGE_FOLDER.</translation>
  </message>
  <message>
   <source>There is no job {job}, only {known_jobs}.</source>
   <translation>Il n'y a pas de tâche {job}, seulement {known_jobs}.</translation>
  </message>
  <message>
   <source>There is no model file {model}.</source>
   <translation>Il n'y a pas de fichier de modèle {model}.</translation>
  </message>
  <message>
   <source>There is no model file {path}.</source>
   <translation>Il n'y a pas de fichier de modèle {path}.</translation>
  </message>
  <message>
   <source>There is no script {path}: choose a Python file that defines a function(block).</source>
   <translation>Il n'y a pas de script {path} : choisissez un fichier Python qui définit une fonction(block).</translation>
  </message>
  <message>
   <source>There is no script {path}: choose a Python file that defines {function}(block).</source>
   <translation>Il n'y a pas de script {path} : choisissez un fichier Python qui définit {function}(block).</translation>
  </message>
  <message>
   <source>There is no split {value}: choose one of {splits}.</source>
   <translation>Il n'y a pas de sous-ensemble {value} : choisissez parmi {splits}.</translation>
  </message>
  <message>
   <source>There is nothing to do: give at least one source and one output.</source>
   <translation>Il n'y a rien à faire : donnez au moins une source et une sortie.</translation>
  </message>
  <message>
   <source>There was no Python of the worker to remove.</source>
   <translation>Il n'y avait pas de Python du worker à supprimer.</translation>
  </message>
  <message>
   <source>They are resampled to {side_side}, and their pixels change in size.</source>
   <translation>Elles sont rééchantillonnées à {side_side}, et leurs pixels changent de taille.</translation>
  </message>
  <message>
   <source>This '{splits_polygon}' polygon lies {distance:.0f} pixels from the '{splits_other}' polygon of feature {ids_other}, nearer than the diagonal of a patch ({diagonal:.0f}): the score would flatter. Put both in one split ('Split labels' with a buffer does it), or leave one out.</source>
   <translation>Ce polygone « {splits_polygon} » se trouve à {distance} pixels du polygone « {splits_other} » de l'entité {ids_other}, plus près que la diagonale d'une imagette ({diagonal}) : le score serait trop optimiste. Mettez-les dans le même sous-ensemble (« Répartir les étiquettes » avec un tampon le fait), ou écartez-en un.</translation>
  </message>
  <message>
   <source>This adopts the network again; how it was trained, only those who trained it know.</source>
   <translation>Ceci adopte de nouveau le réseau ; comment il a été entraîné, seuls le savent ceux qui l'ont fait.</translation>
  </message>
  <message>
   <source>This replaces the packages of {old_lock} from Poplar NN {old_plugin}.</source>
   <translation>Cela remplace les paquets {old_lock} de Poplar NN {old_plugin}.</translation>
  </message>
  <message>
   <source>This takes {duration_whole}: {epochs} epochs of {steps} steps, and as many again from all patches.</source>
   <translation>Cela prend {duration_whole} : {epochs} époques de {steps} pas, et autant encore sur toutes les imagettes.</translation>
  </message>
  <message>
   <source>This takes {duration_whole}: {epochs} epochs of {steps} steps.</source>
   <translation>Cela prend {duration_whole} : {epochs} époques de {steps} pas.</translation>
  </message>
  <message>
   <source>Threads</source>
   <translation>Fils d'exécution</translation>
  </message>
  <message>
   <source>Tiles of level {level_name} are taken as they are.</source>
   <translation>Les tuiles du niveau {level_name} sont prises telles quelles.</translation>
  </message>
  <message>
   <source>Tiles of level {level_name}, of {level_pixel:.4g} map units a pixel ({service_crs}), are resampled.</source>
   <translation>Les tuiles du niveau {level_name}, de {level_pixel} unités de carte par pixel ({service_crs}), sont rééchantillonnées.</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>Temps</translation>
  </message>
  <message>
   <source>To install what networks and forests take, run this again with 'Install what is missing' ticked, or type: qgis_process run poplarnn:checkinstallation -- INSTALL=1 REPORT=report.html. {describe_installing_gpu}</source>
   <translation>Pour installer ce dont les réseaux et les forêts ont besoin, relancez en cochant « Installer ce qui manque », ou tapez : qgis_process run poplarnn:checkinstallation -- INSTALL=1 REPORT=report.html. {describe_installing_gpu}</translation>
  </message>
  <message>
   <source>Too near to another split</source>
   <translation>Trop proche d'un autre sous-ensemble</translation>
  </message>
  <message>
   <source>Too small for a patch</source>
   <translation>Trop petit pour une imagette</translation>
  </message>
  <message>
   <source>Trained model</source>
   <translation>Modèle entraîné</translation>
  </message>
  <message>
   <source>Training</source>
   <translation>Apprentissage</translation>
  </message>
  <message>
   <source>Training '{architecture}' cannot start from {path}: its architecture is {card_architecture}. Choose that architecture, or another model to start from.</source>
   <translation>L'apprentissage de '{architecture}' ne peut pas partir de {path} : son architecture est {card_architecture}. Choisissez cette architecture, ou un autre modèle de départ.</translation>
  </message>
  <message>
   <source>Training cannot start from {older_path}: it was made for patches of {sizes} pixels, these have {sizes_2}, and '{network_name}' has other layers for each size. Choose the architecture and the patch size that it was made with, or start without it.</source>
   <translation>L'apprentissage ne peut pas partir de {older_path} : il a été fait pour des imagettes de {sizes} pixels, celles-ci en ont {sizes_2}, et '{network_name}' a d'autres couches pour chaque taille. Choisissez l'architecture et la taille d'imagette avec lesquelles il a été fait, ou commencez sans lui.</translation>
  </message>
  <message>
   <source>Training cannot start from {older_path}: its layer {place} of {ours} has weights {theirs_place}, that of '{network_name}' {ours_place}. Choose the architecture and the patch size that it was made with, or start without it.</source>
   <translation>L'apprentissage ne peut pas partir de {older_path} : sa couche {place} sur {ours} a les poids {theirs_place}, celle de '{network_name}' {ours_place}. Choisissez l'architecture et la taille d'imagette avec lesquelles il a été fait, ou commencez sans lui.</translation>
  </message>
  <message>
   <source>Training cannot start from {older_path}: of its layers {theirs} have weights, of those of '{network_name}' {ours}. Choose the architecture and the patch size that it was made with, or start without it.</source>
   <translation>L'apprentissage ne peut pas partir de {older_path} : {theirs} de ses couches ont des poids, {ours} de celles de '{network_name}'. Choisissez l'architecture et la taille d'imagette avec lesquelles il a été fait, ou commencez sans lui.</translation>
  </message>
  <message>
   <source>Training patches</source>
   <translation>Imagettes d'apprentissage</translation>
  </message>
  <message>
   <source>Training polygons</source>
   <translation>Polygones d'apprentissage</translation>
  </message>
  <message>
   <source>Training went astray in epoch {epoch}: the loss is no longer a number. Lower the learning rate (now {settings_learning_rate}).</source>
   <translation>L'apprentissage a divergé à l'époque {epoch} : la perte n'est plus un nombre. Baissez le taux d'apprentissage (actuellement {settings_learning_rate}).</translation>
  </message>
  <message>
   <source>Training went astray in epoch {epoch}: {error_message} Or lower the learning rate.</source>
   <translation>L'apprentissage a divergé à l'époque {epoch} : {error_message} Ou baissez le taux d'apprentissage.</translation>
  </message>
  <message>
   <source>U-Net (dense)</source>
   <translation>U-Net (dense)</translation>
  </message>
  <message>
   <source>Unequal is written !=.</source>
   <translation>La différence s'écrit !=.</translation>
  </message>
  <message>
   <source>Units of the reference</source>
   <translation>Unités de la référence</translation>
  </message>
  <message>
   <source>Unknown split</source>
   <translation>Sous-ensemble inconnu</translation>
  </message>
  <message>
   <source>Use it with care</source>
   <translation>À utiliser avec prudence</translation>
  </message>
  <message>
   <source>User's accuracy</source>
   <translation>Précision pour l'utilisateur</translation>
  </message>
  <message>
   <source>User’s accuracy</source>
   <translation>Précision pour l'utilisateur</translation>
  </message>
  <message>
   <source>User’s accuracy: of what is predicted as this class, the share that is it. Producer’s accuracy: of what is this class, the share that is found. F1 is high only where both are.</source>
   <translation>Précision pour l'utilisateur : de ce qui est prédit comme cette classe, la part qui en est. Précision pour le producteur (rappel) : de ce qui est de cette classe, la part qui est trouvée. Le F1 n'est élevé que si les deux le sont.</translation>
  </message>
  <message>
   <source>Validation</source>
   <translation>Validation</translation>
  </message>
  <message>
   <source>Validation and test take {validation_share_test_share:.0%} of the polygons and leave nothing to train on: lower the shares.</source>
   <translation>Validation et test prennent {validation_share_test_share} des polygones et ne laissent rien pour l'apprentissage : baissez les parts.</translation>
  </message>
  <message>
   <source>Validation scores</source>
   <translation>Scores de validation</translation>
  </message>
  <message>
   <source>Values</source>
   <translation>Valeurs</translation>
  </message>
  <message>
   <source>WHEELS: there is no folder {wanted_wheels}: name one that holds the packages.</source>
   <translation>WHEELS : il n'y a pas de dossier {wanted_wheels} : indiquez-en un qui contient les paquets.</translation>
  </message>
  <message>
   <source>WHEELS: {folder} lacks {lacking} of {lock_versions} packages for {path_stem}, such as {lacking_shown}: fill it on a computer with a connection, by python3 poplar_nn_plugin/installation/collect.py FOLDER --platform {platform_name} --python {python_version}.{python_version_2} --gpu.</source>
   <translation>WHEELS : il manque à {folder} {lacking} des {lock_versions} paquets pour {path_stem}, comme {lacking_shown} : remplissez-le sur un ordinateur connecté, avec python3 poplar_nn_plugin/installation/collect.py DOSSIER --platform {platform_name} --python {python_version}.{python_version_2} --gpu.</translation>
  </message>
  <message>
   <source>WHEELS: {folder} lacks {lacking} of {lock_versions} packages for {path_stem}, such as {lacking_shown}: fill it on a computer with a connection, by python3 poplar_nn_plugin/installation/collect.py FOLDER --platform {platform_name} --python {python_version}.{python_version_2}.</source>
   <translation>WHEELS : il manque à {folder} {lacking} des {lock_versions} paquets pour {path_stem}, comme {lacking_shown} : remplissez-le sur un ordinateur connecté, avec python3 poplar_nn_plugin/installation/collect.py DOSSIER --platform {platform_name} --python {python_version}.{python_version_2}.</translation>
  </message>
  <message>
   <source>Weights of the classifier</source>
   <translation>Poids du classifieur</translation>
  </message>
  <message>
   <source>What became of each class</source>
   <translation>Ce qu'est devenue chaque classe</translation>
  </message>
  <message>
   <source>What is taken for what</source>
   <translation>Ce qui est pris pour quoi</translation>
  </message>
  <message>
   <source>What is taken for what, in shares of the area</source>
   <translation>Ce qui est pris pour quoi, en parts de la surface</translation>
  </message>
  <message>
   <source>What is {missing} gets the name of another class, and counts with F1 0. A smaller patch size, larger polygons or more of them on the image may bring it onto the map.</source>
   <translation>Ce qui est {missing} reçoit le nom d'une autre classe, et compte avec un F1 de 0. Une taille d'imagette plus petite, des polygones plus grands ou plus nombreux sur l'image peuvent la mettre sur la carte.</translation>
  </message>
  <message>
   <source>What is {missing} gets the name of another class, and counts with F1 0. A smaller patch size, larger polygons or more of them on the image may bring them onto the map.</source>
   <translation>Ce qui est {missing} reçoit le nom d'une autre classe, et compte avec un F1 de 0. Une taille d'imagette plus petite, des polygones plus grands ou plus nombreux sur l'image peuvent les mettre sur la carte.</translation>
  </message>
  <message>
   <source>What it does not know</source>
   <translation>Ce qu'il ne sait pas</translation>
  </message>
  <message>
   <source>What it learned from</source>
   <translation>Ce dont il a appris</translation>
  </message>
  <message>
   <source>What it misses of {row_name} it mostly takes for {mistake} ({mistake_2:.0f} of 100).</source>
   <translation>Ce qu'il manque de {row_name}, il le prend surtout pour {mistake} ({mistake_2} sur 100).</translation>
  </message>
  <message>
   <source>What it names</source>
   <translation>Ce qu'il nomme</translation>
  </message>
  <message>
   <source>What the mask excludes cannot be written as {excluded} in {dtype} beside a mask in the file.</source>
   <translation>Ce que le masque exclut ne peut pas être écrit {excluded} en {dtype} à côté d'un masque dans le fichier.</translation>
  </message>
  <message>
   <source>What the mask excludes cannot be written as {excluded} in {dtype}.</source>
   <translation>Ce que le masque exclut ne peut pas être écrit {excluded} en {dtype}.</translation>
  </message>
  <message>
   <source>What the worker needs is installed already, in the versions that this version of Poplar NN asks for. To install it anew, remove it first (REMOVE).</source>
   <translation>Ce dont le worker a besoin est déjà installé, dans les versions que demande cette version de Poplar NN. Pour le réinstaller, supprimez-le d'abord (REMOVE).</translation>
  </message>
  <message>
   <source>What to do</source>
   <translation>Que faire</translation>
  </message>
  <message>
   <source>What {path} says of unlike places is damaged or does not match its card ({error}): train the model again.</source>
   <translation>Ce que {path} dit des lieux qui diffèrent est endommagé ou ne correspond pas à sa fiche ({error}) : entraînez de nouveau le modèle.</translation>
  </message>
  <message>
   <source>Where the training loss keeps falling and the validation loss rises, the network learns its patches by heart. The model has the weights of epoch {epoch}.</source>
   <translation>Là où la perte d'apprentissage continue de baisser et où celle de validation monte, le réseau apprend ses imagettes par cœur. Le modèle a les poids de l'époque {epoch}.</translation>
  </message>
  <message>
   <source>Where they overlap, the first that has data counts: RASTER, then MORE_RASTERS in their order, then the folder by name.</source>
   <translation>Là où elles se recouvrent, la première qui a des données compte : RASTER, puis MORE_RASTERS dans leur ordre, puis le dossier par nom.</translation>
  </message>
  <message>
   <source>Whether its confidence can be trusted</source>
   <translation>Peut-on se fier à sa confiance ?</translation>
  </message>
  <message>
   <source>Without reference, and left out of macro F1: {names}. These scores say nothing of it.</source>
   <translation>Sans référence, et hors du F1 moyen : {names}. Ces scores n'en disent rien.</translation>
  </message>
  <message>
   <source>Without reference, and left out of macro F1: {names}. These scores say nothing of them.</source>
   <translation>Sans référence, et hors du F1 moyen : {names}. Ces scores n'en disent rien.</translation>
  </message>
  <message>
   <source>Work in processes needs joblib, which is not installed: install it, or prefer "threads".</source>
   <translation>Travailler avec des processus demande joblib, qui n'est pas installé : installez-le, ou préférez "threads".</translation>
  </message>
  <message>
   <source>Work in processes would start an unknown program, which is not Python: prefer "threads" here.</source>
   <translation>Travailler avec des processus lancerait un programme inconnu, qui n'est pas Python : préférez ici "threads".</translation>
  </message>
  <message>
   <source>Work in processes would start {program}, which is not Python: prefer "threads" here.</source>
   <translation>Travailler avec des processus lancerait {program}, qui n'est pas Python : préférez ici "threads".</translation>
  </message>
  <message>
   <source>Writing {path} failed: {reason}. {free:.0f} MB are free in {path_parent}; make room there or choose another folder.</source>
   <translation>L'écriture de {path} a échoué : {reason}. {free} Mo sont libres dans {path_parent} ; faites-y de la place ou choisissez un autre dossier.</translation>
  </message>
  <message>
   <source>ZONES: the layer is empty: draw a polygon, or choose another layer.</source>
   <translation>ZONES : la couche est vide : dessinez un polygone, ou choisissez une autre couche.</translation>
  </message>
  <message>
   <source>a buffer of {distance} {projection_unit} would leave {names} nothing to train on: trying {less}.</source>
   <translation>un tampon de {distance} {projection_unit} ne laisserait rien pour l'apprentissage de {names} : essai avec {less}.</translation>
  </message>
  <message>
   <source>a calibration has no bins</source>
   <translation>une calibration n'a pas d'intervalles</translation>
  </message>
  <message>
   <source>a comma outside a function</source>
   <translation>une virgule hors d'une fonction</translation>
  </message>
  <message>
   <source>a dictionary</source>
   <translation>un dictionnaire</translation>
  </message>
  <message>
   <source>a dot behind a name</source>
   <translation>un point derrière un nom</translation>
  </message>
  <message>
   <source>a list</source>
   <translation>une liste</translation>
  </message>
  <message>
   <source>a loop</source>
   <translation>une boucle</translation>
  </message>
  <message>
   <source>a masked array: fill it, with numpy.ma.filled(result, numpy.nan) for instance</source>
   <translation>un tableau masqué : remplissez-le, par exemple avec numpy.ma.filled(result, numpy.nan)</translation>
  </message>
  <message>
   <source>a node has children that come before it</source>
   <translation>un nœud a des enfants qui viennent avant lui</translation>
  </message>
  <message>
   <source>a number has {digits} digits</source>
   <translation>un nombre a {digits} chiffres</translation>
  </message>
  <message>
   <source>a pixel of {pixel:.4g} is finer than the service's own: the finest of {host} is {finest_pixel:.4g} ({crs_name_crs}, level {finest_name}). The image gets more pixels by it, and nothing more is seen in them</source>
   <translation>un pixel de {pixel} est plus fin que ceux du service : le plus fin de {host} est {finest_pixel} ({crs_name_crs}, niveau {finest_name}). L'image y gagne des pixels, et rien de plus n'y est visible</translation>
  </message>
  <message>
   <source>a random sample of each class of the map</source>
   <translation>un échantillon aléatoire de chaque classe de la carte</translation>
  </message>
  <message>
   <source>a random sample of the whole map</source>
   <translation>un échantillon aléatoire de toute la carte</translation>
  </message>
  <message>
   <source>a set</source>
   <translation>un ensemble</translation>
  </message>
  <message>
   <source>a spread is too small</source>
   <translation>un écart est trop petit</translation>
  </message>
  <message>
   <source>a star before a name</source>
   <translation>une étoile devant un nom</translation>
  </message>
  <message>
   <source>a threshold is no number (NaN)</source>
   <translation>un seuil n'est pas un nombre (NaN)</translation>
  </message>
  <message>
   <source>a value</source>
   <translation>une valeur</translation>
  </message>
  <message>
   <source>about {hours} h</source>
   <translation>environ {hours} h</translation>
  </message>
  <message>
   <source>about {hours} h {minutes} min</source>
   <translation>environ {hours} h {minutes} min</translation>
  </message>
  <message>
   <source>about {minutes} min</source>
   <translation>environ {minutes} min</translation>
  </message>
  <message>
   <source>about {round_seconds} s</source>
   <translation>environ {round_seconds} s</translation>
  </message>
  <message>
   <source>about {seconds:.1f} s a megapixel here ({threads} threads), NumPy {np_version}, with a fast BLAS</source>
   <translation>environ {seconds} s par mégapixel ici ({threads} fils d'exécution), NumPy {np_version}, avec un BLAS rapide</translation>
  </message>
  <message>
   <source>about {seconds:.1f} s a megapixel here ({threads} threads), for NumPy {np_version} stands on a slow BLAS: with another, such as OpenBLAS (on Debian and Ubuntu: sudo apt install libopenblas0), it is three times as fast</source>
   <translation>environ {seconds} s par mégapixel ici ({threads} fils d'exécution), car NumPy {np_version} s'appuie sur un BLAS lent : avec un autre, comme OpenBLAS (sur Debian et Ubuntu : sudo apt install libopenblas0), c'est trois fois plus rapide</translation>
  </message>
  <message>
   <source>above {least:g}</source>
   <translation>au-dessus de {least}</translation>
  </message>
  <message>
   <source>above {least:g} to {most:g}</source>
   <translation>au-dessus de {least} et jusqu'à {most}</translation>
  </message>
  <message>
   <source>accuracy</source>
   <translation>accord global</translation>
  </message>
  <message>
   <source>after</source>
   <translation>après</translation>
  </message>
  <message>
   <source>all epochs</source>
   <translation>toutes les époques</translation>
  </message>
  <message>
   <source>all images of class '{name}' differ from most and are left out, so the dataset does not have it: convert them to keep it.</source>
   <translation>toutes les images de la classe « {name} » diffèrent de la plupart et sont écartées, le jeu n'a donc pas cette classe : convertissez-les pour la garder.</translation>
  </message>
  <message>
   <source>an array of shape ({rows}, {cols}, bands)</source>
   <translation>un tableau de forme ({rows}, {cols}, bandes)</translation>
  </message>
  <message>
   <source>an array of shape ({rows}, {cols}, {bands})</source>
   <translation>un tableau de forme ({rows}, {cols}, {bands})</translation>
  </message>
  <message>
   <source>an array of {result_dtype}</source>
   <translation>un tableau de {result_dtype}</translation>
  </message>
  <message>
   <source>an object</source>
   <translation>un objet</translation>
  </message>
  <message>
   <source>an unnamed CRS</source>
   <translation>un SCR sans nom</translation>
  </message>
  <message>
   <source>and {told_named} more</source>
   <translation>et {told_named} de plus</translation>
  </message>
  <message>
   <source>area</source>
   <translation>zone</translation>
  </message>
  <message>
   <source>areas</source>
   <translation>zones</translation>
  </message>
  <message>
   <source>around the labels</source>
   <translation>autour des étiquettes</translation>
  </message>
  <message>
   <source>as mapped</source>
   <translation>sur la carte</translation>
  </message>
  <message>
   <source>as predicted</source>
   <translation>tel que prédit</translation>
  </message>
  <message>
   <source>as they are</source>
   <translation>tels quels</translation>
  </message>
  <message>
   <source>as trained</source>
   <translation>avant calibration</translation>
  </message>
  <message>
   <source>at least one of {options}, each once</source>
   <translation>au moins l'un de {options}, chacun une fois</translation>
  </message>
  <message>
   <source>at least {spec_min_cover:.0%} of a patch inside one polygon</source>
   <translation>au moins {spec_min_cover} d'une imagette à l'intérieur d'un polygone</translation>
  </message>
  <message>
   <source>at random</source>
   <translation>au hasard</translation>
  </message>
  <message>
   <source>background {image}: {row}, {col}</source>
   <translation>fond {image} : {row}, {col}</translation>
  </message>
  <message>
   <source>balanced accuracy</source>
   <translation>accord équilibré</translation>
  </message>
  <message>
   <source>band '{band}': values times {gain:.4g}, plus {offset:.4g}</source>
   <translation>bande « {band} » : valeurs multipliées par {gain}, plus {offset}</translation>
  </message>
  <message>
   <source>band '{band}': {outside:.0%} of the pixels lie outside what the model learned from ({learned:.4g} to {learned_2:.4g}, mean {learned_3:.4g}); here it goes from {low:.4g} to {high:.4g}, mean {mean:.4g}</source>
   <translation>bande « {band} » : {outside} des pixels sont hors de ce que le modèle a appris (de {learned} à {learned_2}, moyenne {learned_3}) ; ici, elle va de {low} à {high}, moyenne {mean}</translation>
  </message>
  <message>
   <source>band '{band}': {pairs}</source>
   <translation>bande « {band} » : {pairs}</translation>
  </message>
  <message>
   <source>band {gap_band} lacks data in {gap_missing:.1%} of the pixels that other bands have</source>
   <translation>la bande {gap_band} n'a pas de données dans {gap_missing} des pixels qu'ont d'autres bandes</translation>
  </message>
  <message>
   <source>band {number} is called alpha, but its values are no mask's: it is a band like the others (ALPHA mask leaves it out).</source>
   <translation>la bande {number} est dite alpha, mais ses valeurs ne sont pas celles d'un masque : c'est une bande comme les autres (ALPHA mask l'écarte).</translation>
  </message>
  <message>
   <source>band {ranges_empty} holds no data</source>
   <translation>la bande {ranges_empty} n'a pas de données</translation>
  </message>
  <message>
   <source>bands {ranges_empty} hold no data</source>
   <translation>les bandes {ranges_empty} n'ont pas de données</translation>
  </message>
  <message>
   <source>bands {ranges_rest} lack less</source>
   <translation>il en manque moins aux bandes {ranges_rest}</translation>
  </message>
  <message>
   <source>block</source>
   <translation>bloc</translation>
  </message>
  <message>
   <source>block names</source>
   <translation>noms de blocs</translation>
  </message>
  <message>
   <source>blocks</source>
   <translation>blocs</translation>
  </message>
  <message>
   <source>blocks of {width} x {height} pixels</source>
   <translation>blocs de {width} x {height} pixels</translation>
  </message>
  <message>
   <source>bootstrap over groups within classes, {replicates} replicates</source>
   <translation>rééchantillonnage (bootstrap) des groupes dans chaque classe, {replicates} répétitions</translation>
  </message>
  <message>
   <source>both together</source>
   <translation>les deux ensemble</translation>
  </message>
  <message>
   <source>buffer of {distances} pixels (about {distances_side:.3g} m), the diagonal of a patch of {rule_patch_size},</source>
   <translation>tampon de {distances} pixels (environ {distances_side} m), la diagonale d'une imagette de {rule_patch_size},</translation>
  </message>
  <message>
   <source>buffer of {less} {projection_unit}</source>
   <translation>tampon de {less} {projection_unit}</translation>
  </message>
  <message>
   <source>buffer of {rule_buffer:g} m</source>
   <translation>tampon de {rule_buffer} m</translation>
  </message>
  <message>
   <source>by models that learned from its neighbours, which overlap it</source>
   <translation>par des modèles qui ont appris de ses voisines, qui la recouvrent</translation>
  </message>
  <message>
   <source>by models that learned nothing of its block</source>
   <translation>par des modèles qui n'ont rien appris de son bloc</translation>
  </message>
  <message>
   <source>by models that learned nothing of its fold</source>
   <translation>par des modèles qui n'ont rien appris de son pli</translation>
  </message>
  <message>
   <source>by models that learned nothing of its image</source>
   <translation>par des modèles qui n'ont rien appris de son image</translation>
  </message>
  <message>
   <source>by models that learned nothing of its polygon</source>
   <translation>par des modèles qui n'ont rien appris de son polygone</translation>
  </message>
  <message>
   <source>by random patches</source>
   <translation>par imagettes tirées au hasard</translation>
  </message>
  <message>
   <source>by the folds of the labels, not overlapping</source>
   <translation>par les plis des étiquettes, sans recouvrement</translation>
  </message>
  <message>
   <source>by the folds of the labels, {gap} pixels apart</source>
   <translation>par les plis des étiquettes, à {gap} pixels d'écart</translation>
  </message>
  <message>
   <source>by this reference: no estimate</source>
   <translation>d'après cette référence : pas une estimation</translation>
  </message>
  <message>
   <source>by {by}, however near</source>
   <translation>par {by}, si proches soient-ils</translation>
  </message>
  <message>
   <source>by {by}, not overlapping</source>
   <translation>par {by}, sans recouvrement</translation>
  </message>
  <message>
   <source>by {by}, {gap} pixels apart</source>
   <translation>par {by}, à {gap} pixels d'écart</translation>
  </message>
  <message>
   <source>calibrated</source>
   <translation>calibrée</translation>
  </message>
  <message>
   <source>cannot be brought to the image's pixels and are left out</source>
   <translation>ne peuvent pas être ramenés aux pixels de l'image et sont écartés</translation>
  </message>
  <message>
   <source>cannot be ended even by force</source>
   <translation>ne peut pas être arrêté, même de force</translation>
  </message>
  <message>
   <source>cannot be reprojected to the image and are left out</source>
   <translation>ne peuvent pas être reprojetés sur l'image et sont écartés</translation>
  </message>
  <message>
   <source>cannot be started: {error_strerror}</source>
   <translation>ne peut pas être lancé : {error_strerror}</translation>
  </message>
  <message>
   <source>cannot be used: {error}</source>
   <translation>ne peut pas être utilisé : {error}</translation>
  </message>
  <message>
   <source>cells of this image that the model is surest of ({each})</source>
   <translation>cellules de cette image dont le modèle est le plus sûr ({each})</translation>
  </message>
  <message>
   <source>changes have another number of names, colours, rows or columns</source>
   <translation>les changements n'ont pas autant de noms, de couleurs, de lignes ou de colonnes</translation>
  </message>
  <message>
   <source>choose a smaller patch, PATCH_SIZE of {most} or less.</source>
   <translation>choisissez une imagette plus petite, PATCH_SIZE de {most} ou moins.</translation>
  </message>
  <message>
   <source>class '{index_code}' has no patch in '{split_text}', which other classes have: it is not scored there.</source>
   <translation>la classe « {index_code} » n'a pas d'imagette dans '{split_text}', où d'autres classes en ont : elle n'y est pas évaluée.</translation>
  </message>
  <message>
   <source>class '{index_code}' is trained, but nothing scores it: its polygons lie too near to each other, or to those of other classes. Label places of it further away to have it scored.</source>
   <translation>la classe « {index_code} » est apprise, mais rien ne l'évalue : ses polygones sont trop proches les uns des autres, ou de ceux d'autres classes. Étiquetez-en des lieux plus éloignés pour qu'elle soit évaluée.</translation>
  </message>
  <message>
   <source>class '{name}' has no image to train on: bring more of it, or sort some into a folder 'train'; as it is the dataset only serves to evaluate models.</source>
   <translation>la classe « {name} » n'a aucune image d'apprentissage : apportez-en, ou mettez-en dans un dossier « train » ; tel quel, le jeu ne sert qu'à évaluer des modèles.</translation>
  </message>
  <message>
   <source>class '{name}' has no labelled pixel and will not be on the map: where its {count} polygons lie there is no data, or another class is labelled, too.</source>
   <translation>la classe « {name} » n'a aucun pixel étiqueté et ne sera pas sur la carte : là où se trouvent ses {count} polygones, il n'y a pas de données, ou une autre classe est étiquetée aussi.</translation>
  </message>
  <message>
   <source>class '{name}' has no patch and will not be on the map: {code_count}</source>
   <translation>la classe « {name} » n'a aucune imagette et ne sera pas sur la carte : {code_count}</translation>
  </message>
  <message>
   <source>class '{name}' has no polygon on the image and will not be on the map: label it there, or filter it out of the label layer if it is of another image.</source>
   <translation>la classe « {name} » n'a aucun polygone sur l'image et ne sera pas sur la carte : étiquetez-l'y, ou retirez-la de la couche d'étiquettes par un filtre si elle est d'une autre image.</translation>
  </message>
  <message>
   <source>class '{name}' has no validation patches: the scores say nothing of it.</source>
   <translation>la classe « {name} » n'a pas d'imagettes de validation : les scores n'en disent rien.</translation>
  </message>
  <message>
   <source>class '{name}' has too few groups of polygons to be in '{split_text}' too: it is trained, but nothing scores it. Label more places of it to have it scored.</source>
   <translation>la classe « {name} » a trop peu de groupes de polygones pour être aussi dans '{split_text}' : elle est apprise, mais rien ne l'évalue. Étiquetez-en d'autres lieux pour qu'elle soit évaluée.</translation>
  </message>
  <message>
   <source>class '{name}' is in {there} of {folds} folds, for it has {count_unit} to deal out. Where it is evaluated, nothing trains it. {remedy}</source>
   <translation>la classe « {name} » est dans {there} plis sur {folds}, car elle n'a que {count_unit} à répartir. Là où elle est évaluée, rien ne l'enseigne. {remedy}</translation>
  </message>
  <message>
   <source>class '{name}' is in {there} of {folds} folds, for it has {count_unit} to deal out. {remedy}</source>
   <translation>la classe « {name} » est dans {there} plis sur {folds}, car elle n'a que {count_unit} à répartir. {remedy}</translation>
  </message>
  <message>
   <source>class '{name}' is new in {dataset}, whose classes were {told_known}: it gets the code {code_own}. If it is one of these, give it the same name.</source>
   <translation>la classe « {name} » est nouvelle dans {dataset}, dont les classes étaient {told_known} : elle reçoit le code {code_own}. Si c'est l'une d'elles, donnez-lui le même nom.</translation>
  </message>
  <message>
   <source>class '{name}' is not in {without}: it has {count_unit} only, which stay whole, for {asked} splits. {remedy}</source>
   <translation>la classe « {name} » n'est pas dans {without} : elle n'a que {count_unit}, qui restent entiers, pour {asked} sous-ensembles. {remedy}</translation>
  </message>
  <message>
   <source>class '{name}' is not in {without}: it has {count_unit} only, which stays whole, for {asked} splits. {remedy}</source>
   <translation>la classe « {name} » n'est pas dans {without} : elle n'a que {count_unit}, qui reste entier, pour {asked} sous-ensembles. {remedy}</translation>
  </message>
  <message>
   <source>class folders</source>
   <translation>dossiers de classes</translation>
  </message>
  <message>
   <source>class {code}</source>
   <translation>classe {code}</translation>
  </message>
  <message>
   <source>classes {adopted_outputs}</source>
   <translation>classes {adopted_outputs}</translation>
  </message>
  <message>
   <source>clean map</source>
   <translation>nettoyer la carte</translation>
  </message>
  <message>
   <source>component {number}</source>
   <translation>composante {number}</translation>
  </message>
  <message>
   <source>coordinate reference system</source>
   <translation>système de coordonnées de référence</translation>
  </message>
  <message>
   <source>corrupted file</source>
   <translation>fichier corrompu</translation>
  </message>
  <message>
   <source>dense features draw</source>
   <translation>les descripteurs profonds dessinent</translation>
  </message>
  <message>
   <source>dense features look around each patch, in the image it was cut from: put the image back, extract the patches again, or choose another kind of model</source>
   <translation>les descripteurs profonds regardent autour de chaque imagette, dans l'image dont elle vient : remettez l'image en place, extrayez de nouveau les imagettes, ou choisissez une autre sorte de modèle</translation>
  </message>
  <message>
   <source>dense, of the image drawn {recipe_zoom} times as large: mean and deviation of stages {recipe_stages} over {recipe_width} pixels, and of the bands; cells of {recipe_cell} pixels</source>
   <translation>denses, de l'image agrandie {recipe_zoom} fois : moyenne et écart-type des étages {recipe_stages} sur {recipe_width} pixels, et des bandes ; cellules de {recipe_cell} pixels</translation>
  </message>
  <message>
   <source>dense, of the image drawn {recipe_zoom} times as large: mean and deviation of stages {recipe_stages} over {recipe_width} pixels, bands and texture; cells of {recipe_cell} pixels</source>
   <translation>denses, de l'image agrandie {recipe_zoom} fois : moyenne et écart-type des étages {recipe_stages} sur {recipe_width} pixels, bandes et texture ; cellules de {recipe_cell} pixels</translation>
  </message>
  <message>
   <source>dense, of the image drawn {recipe_zoom} times as large: mean and deviation of stages {recipe_stages} over {recipe_width} pixels; cells of {recipe_cell} pixels</source>
   <translation>denses, de l'image agrandie {recipe_zoom} fois : moyenne et écart-type des étages {recipe_stages} sur {recipe_width} pixels ; cellules de {recipe_cell} pixels</translation>
  </message>
  <message>
   <source>divided by their sum</source>
   <translation>divisés par leur somme</translation>
  </message>
  <message>
   <source>does not answer like a Python</source>
   <translation>ne répond pas comme un Python</translation>
  </message>
  <message>
   <source>draw it larger.</source>
   <translation>dessinez-le plus grand.</translation>
  </message>
  <message>
   <source>draw larger ones, where the image has data and no other class lies over them.</source>
   <translation>dessinez-en de plus grands, là où l'image a des données et où aucune autre classe ne les recouvre.</translation>
  </message>
  <message>
   <source>each weighs the same, and so do the polygons of a class</source>
   <translation>chacune compte autant, et de même les polygones d'une classe</translation>
  </message>
  <message>
   <source>enclose no area and are left out</source>
   <translation>n'enferment aucune surface et sont écartés</translation>
  </message>
  <message>
   <source>ended with exit code {hex_code}</source>
   <translation>s'est terminé avec le code de sortie {hex_code}</translation>
  </message>
  <message>
   <source>epoch</source>
   <translation>époque</translation>
  </message>
  <message>
   <source>epoch kept ({kept})</source>
   <translation>époque gardée ({kept})</translation>
  </message>
  <message>
   <source>epoch {epoch}/{epochs}: loss {history_loss:.3f}, validation macro F1 {history_validation_macro_f1:.3f}, accuracy {history_validation_accuracy:.3f}, {history_seconds:.1f} s</source>
   <translation>époque {epoch}/{epochs} : perte {history_loss}, F1 moyen de validation {history_validation_macro_f1}, accord global {history_validation_accuracy}, {history_seconds} s</translation>
  </message>
  <message>
   <source>epoch {epoch}/{epochs}: loss {history_loss:.3f}, {history_seconds:.1f} s</source>
   <translation>époque {epoch}/{epochs} : perte {history_loss}, {history_seconds} s</translation>
  </message>
  <message>
   <source>errors</source>
   <translation>erreurs</translation>
  </message>
  <message>
   <source>errors: they spoil the map, its scores or the work</source>
   <translation>erreurs : elles gâchent la carte, ses scores ou le travail</translation>
  </message>
  <message>
   <source>estimated, with its range</source>
   <translation>estimés, avec leur intervalle</translation>
  </message>
  <message>
   <source>exit code {probe_returncode}, {said}</source>
   <translation>code de sortie {probe_returncode}, {said}</translation>
  </message>
  <message>
   <source>expected shape and type {told_shape} {dtype_dtype}, got {told_shape_2} {dtype}</source>
   <translation>forme et type attendus {told_shape} {dtype_dtype}, reçus {told_shape_2} {dtype}</translation>
  </message>
  <message>
   <source>field</source>
   <translation>champ</translation>
  </message>
  <message>
   <source>fields</source>
   <translation>champs</translation>
  </message>
  <message>
   <source>fold {fold}</source>
   <translation>pli {fold}</translation>
  </message>
  <message>
   <source>folds</source>
   <translation>plis</translation>
  </message>
  <message>
   <source>folds must name one for each of the {groups} groups, got {folds}</source>
   <translation>folds doit en nommer un pour chacun des {groups} groupes ; valeur reçue : {folds}</translation>
  </message>
  <message>
   <source>found</source>
   <translation>trouvée</translation>
  </message>
  <message>
   <source>from all {again_patches} patches</source>
   <translation>de toutes les {again_patches} imagettes</translation>
  </message>
  <message>
   <source>from {least:g} on</source>
   <translation>à partir de {least}</translation>
  </message>
  <message>
   <source>from {least:g} to {most:g}</source>
   <translation>de {least} à {most}</translation>
  </message>
  <message>
   <source>from {shown_low}</source>
   <translation>de {shown_low}</translation>
  </message>
  <message>
   <source>gain</source>
   <translation>gain</translation>
  </message>
  <message>
   <source>gain less loss</source>
   <translation>gain moins perte</translation>
  </message>
  <message>
   <source>gives no answer within {patience:g} s</source>
   <translation>ne répond pas en {patience} s</translation>
  </message>
  <message>
   <source>groups</source>
   <translation>groupes</translation>
  </message>
  <message>
   <source>ha, does not hold</source>
   <translation>ha, ne vaut pas</translation>
  </message>
  <message>
   <source>ha, learned from</source>
   <translation>ha, apprentissage</translation>
  </message>
  <message>
   <source>ha, reference</source>
   <translation>ha, référence</translation>
  </message>
  <message>
   <source>had an invalid geometry, which was repaired</source>
   <translation>avaient une géométrie invalide, qui a été réparée</translation>
  </message>
  <message>
   <source>has pixels of {header_metres:.3g} m instead of {metres:.3g} m</source>
   <translation>a des pixels de {header_metres} m au lieu de {metres} m</translation>
  </message>
  <message>
   <source>has values without a scale</source>
   <translation>a des valeurs sans échelle</translation>
  </message>
  <message>
   <source>has {header_bands} of {header_dtype}</source>
   <translation>a {header_bands} de {header_dtype}</translation>
  </message>
  <message>
   <source>has {header_scale}</source>
   <translation>a {header_scale}</translation>
  </message>
  <message>
   <source>have no geometry and are left out</source>
   <translation>n'ont pas de géométrie et sont écartés</translation>
  </message>
  <message>
   <source>have no value in '{class_field}' and get no split</source>
   <translation>n'ont pas de valeur dans « {class_field} » et ne reçoivent pas de sous-ensemble</translation>
  </message>
  <message>
   <source>hectares</source>
   <translation>hectares</translation>
  </message>
  <message>
   <source>hold codes that the map does not name: these count as not classified</source>
   <translation>contiennent des codes que la carte ne nomme pas : ils comptent comme non classés</translation>
  </message>
  <message>
   <source>hold the centre of no pixel: their fields are empty (ALL_TOUCHED counts pixels that a zone touches)</source>
   <translation>ne contiennent le centre d'aucun pixel : leurs champs sont vides (ALL_TOUCHED compte les pixels qu'une zone touche)</translation>
  </message>
  <message>
   <source>image</source>
   <translation>image</translation>
  </message>
  <message>
   <source>image.bands must name the {bands} bands of the patches, got {image_bands}</source>
   <translation>image.bands doit nommer les {bands} bandes des imagettes ; valeur reçue : {image_bands}</translation>
  </message>
  <message>
   <source>image.bands names no band</source>
   <translation>image.bands ne nomme aucune bande</translation>
  </message>
  <message>
   <source>image.dtype is {image_dtype}, dtype is {dtype}</source>
   <translation>image.dtype vaut {image_dtype}, dtype vaut {dtype}</translation>
  </message>
  <message>
   <source>image.scale has {scale} pairs for {bands} bands</source>
   <translation>image.scale a {scale} paires pour {bands} bandes</translation>
  </message>
  <message>
   <source>images</source>
   <translation>images</translation>
  </message>
  <message>
   <source>in fold {number} no patch of {spec_size} pixels shows {lacking}, but for those that are held out or too near to them: choose a smaller patch, or label more places.</source>
   <translation>dans le pli {number}, aucune imagette de {spec_size} pixels ne montre {lacking}, sauf celles qui sont mises de côté ou trop proches d'elles : choisissez une imagette plus petite, ou étiquetez d'autres lieux.</translation>
  </message>
  <message>
   <source>in your labels, not on this map</source>
   <translation>dans vos étiquettes, absente de cette carte</translation>
  </message>
  <message>
   <source>is Python {text}</source>
   <translation>est Python {text}</translation>
  </message>
  <message>
   <source>is a {bits}-bit Python</source>
   <translation>est un Python de {bits} bits</translation>
  </message>
  <message>
   <source>is not</source>
   <translation>is not</translation>
  </message>
  <message>
   <source>is {header_size}</source>
   <translation>fait {header_size}</translation>
  </message>
  <message>
   <source>is {implementation}, not CPython</source>
   <translation>est {implementation}, et non CPython</translation>
  </message>
  <message>
   <source>it calls nothing {name}.</source>
   <translation>il ne nomme rien {name}.</translation>
  </message>
  <message>
   <source>it cannot be read ({error})</source>
   <translation>il est illisible ({error})</translation>
  </message>
  <message>
   <source>it cannot write into {shown}: {strerror_error}.</source>
   <translation>il ne peut pas écrire dans {shown} : {strerror_error}.</translation>
  </message>
  <message>
   <source>it does not begin as an array (.npy)</source>
   <translation>il ne commence pas comme un tableau (.npy)</translation>
  </message>
  <message>
   <source>it does not see what is written into {shown} here: with LAYOUT vrt the output must lie on a drive that all computers share.</source>
   <translation>il ne voit pas ce qui est écrit ici dans {shown} : avec LAYOUT vrt, le résultat doit être sur un disque que tous les ordinateurs partagent.</translation>
  </message>
  <message>
   <source>it has Poplar NN {here}, and {wanted} is asked for.</source>
   <translation>il a Poplar NN {here}, et {wanted} est demandé.</translation>
  </message>
  <message>
   <source>it has no file {there_path}.</source>
   <translation>il n'a pas de fichier {there_path}.</translation>
  </message>
  <message>
   <source>it has {text} bytes, the most is {most}</source>
   <translation>il a {text} octets, le maximum est {most}</translation>
  </message>
  <message>
   <source>it holds {shown_found} in the place of an object</source>
   <translation>il contient {shown_found} à la place d'un objet</translation>
  </message>
  <message>
   <source>it is nested too deep</source>
   <translation>il est trop imbriqué</translation>
  </message>
  <message>
   <source>it is no JSON: {error}</source>
   <translation>ce n'est pas du JSON : {error}</translation>
  </message>
  <message>
   <source>it should hold {header_nbytes:,} bytes, and holds {held:,}</source>
   <translation>il devrait contenir {header_nbytes} octets, et en contient {held}</translation>
  </message>
  <message>
   <source>it should hold {header_nbytes:,} bytes, and holds {values:,}</source>
   <translation>il devrait contenir {header_nbytes} octets, et en contient {values}</translation>
  </message>
  <message>
   <source>it should hold {header_nbytes:,} bytes, the most is {most:,}</source>
   <translation>il devrait contenir {header_nbytes} octets, le maximum est {most}</translation>
  </message>
  <message>
   <source>it unpacks to {size:,} bytes, expected at most {largest:,}</source>
   <translation>il fait {size} octets une fois décompressé, au plus {largest} attendus</translation>
  </message>
  <message>
   <source>its WKB is damaged</source>
   <translation>son WKB est endommagé</translation>
  </message>
  <message>
   <source>its class has patches of other polygons. Draw it larger, or choose a patch of {one_most} pixels or less if it matters.</source>
   <translation>sa classe a des imagettes d'autres polygones. Dessinez-le plus grand, ou choisissez une imagette de {one_most} pixels ou moins si cela importe.</translation>
  </message>
  <message>
   <source>its confidence</source>
   <translation>sa confiance</translation>
  </message>
  <message>
   <source>its header describes no type: {error}</source>
   <translation>son en-tête ne décrit aucun type : {error}</translation>
  </message>
  <message>
   <source>its header does not say type, order and shape of numbers or text</source>
   <translation>son en-tête ne dit pas le type, l'ordre et la forme de nombres ou d'un texte</translation>
  </message>
  <message>
   <source>its header is cut short, or too long</source>
   <translation>son en-tête est tronqué, ou trop long</translation>
  </message>
  <message>
   <source>its header tells of more than an array can hold</source>
   <translation>son en-tête annonce plus que ce qu'un tableau peut contenir</translation>
  </message>
  <message>
   <source>its input of {network_input_shape} is fixed to {times_shape}</source>
   <translation>son entrée {network_input_shape} est fixée à {times_shape}</translation>
  </message>
  <message>
   <source>its one output is a logit: a sigmoid is added, and </source>
   <translation>son unique sortie est un logit : une sigmoïde est ajoutée, et </translation>
  </message>
  <message>
   <source>its one output, the probability of the second class, is joined by that of the first</source>
   <translation>à son unique sortie, la probabilité de la seconde classe, s'ajoute celle de la première</translation>
  </message>
  <message>
   <source>its outputs ({told}) are put in the order of the codes</source>
   <translation>ses sorties ({told}) sont mises dans l'ordre des codes</translation>
  </message>
  <message>
   <source>its outputs are logits: a softmax is added</source>
   <translation>ses sorties sont des logits : un softmax est ajouté</translation>
  </message>
  <message>
   <source>its outputs judge each class alone: each is divided by the sum of all</source>
   <translation>ses sorties jugent chaque classe seule : chacune est divisée par la somme de toutes</translation>
  </message>
  <message>
   <source>its storage has no such file, or no such bucket. Look at the name</source>
   <translation>son stockage n'a pas ce fichier, ou pas ce compartiment (bucket). Vérifiez le nom</translation>
  </message>
  <message>
   <source>its storage refuses it (403). The key is missing or wrong, or may not read it</source>
   <translation>son stockage le refuse (403). La clé manque, est fausse ou n'a pas le droit de le lire</translation>
  </message>
  <message>
   <source>its storage refuses it (403). The key is missing or wrong, or may not read it: look at {key}</source>
   <translation>son stockage le refuse (403). La clé manque, est fausse ou n'a pas le droit de le lire : vérifiez {key}</translation>
  </message>
  <message>
   <source>its {count} polygon covers less than {spec_min_cover:.0%} of any square of {spec_size} x {spec_size_2} pixels (the largest square wholly inside one has {largest}): choose a smaller patch size.</source>
   <translation>son {count} polygone couvre moins de {spec_min_cover} de tout carré de {spec_size} x {spec_size_2} pixels (le plus grand carré entier à l'intérieur en a {largest}) : choisissez une taille d'imagette plus petite.</translation>
  </message>
  <message>
   <source>its {count} polygons cover less than {spec_min_cover:.0%} of any square of {spec_size} x {spec_size_2} pixels (the largest square wholly inside one has {largest}): choose a smaller patch size.</source>
   <translation>ses {count} polygones couvrent moins de {spec_min_cover} de tout carré de {spec_size} x {spec_size_2} pixels (le plus grand carré entier à l'intérieur de l'un d'eux en a {largest}) : choisissez une taille d'imagette plus petite.</translation>
  </message>
  <message>
   <source>its {there_path} is another file.</source>
   <translation>son {there_path} est un autre fichier.</translation>
  </message>
  <message>
   <source>joblib {joblib}</source>
   <translation>joblib {joblib}</translation>
  </message>
  <message>
   <source>label features</source>
   <translation>entités d'étiquettes</translation>
  </message>
  <message>
   <source>label layer</source>
   <translation>couche d'étiquettes</translation>
  </message>
  <message>
   <source>lacks {missing}</source>
   <translation>n'a pas {missing}</translation>
  </message>
  <message>
   <source>learned from</source>
   <translation>apprentissage</translation>
  </message>
  <message>
   <source>left out</source>
   <translation>laissé de côté</translation>
  </message>
  <message>
   <source>less than 0.1 m²</source>
   <translation>moins de 0,1 m²</translation>
  </message>
  <message>
   <source>less than 1 %</source>
   <translation>moins de 1 %</translation>
  </message>
  <message>
   <source>let other programs end, or choose a lighter kind of model or smaller batches.</source>
   <translation>laissez d'autres programmes se terminer, ou choisissez une sorte de modèle plus légère ou des lots plus petits.</translation>
  </message>
  <message>
   <source>level of the tiles</source>
   <translation>niveau des tuiles</translation>
  </message>
  <message>
   <source>lie off the map: their fields are empty</source>
   <translation>sont hors de la carte : leurs champs sont vides</translation>
  </message>
  <message>
   <source>like {percent_share} of the area</source>
   <translation>comme {percent_share} de la surface</translation>
  </message>
  <message>
   <source>live map</source>
   <translation>carte en direct</translation>
  </message>
  <message>
   <source>loss</source>
   <translation>perte</translation>
  </message>
  <message>
   <source>macro F1</source>
   <translation>F1 moyen</translation>
  </message>
  <message>
   <source>macro F1 of {name}, trained and scored on the same patches: what the network must beat</source>
   <translation>F1 moyen de {name}, apprentissage et évaluation sur les mêmes imagettes : ce que le réseau doit battre</translation>
  </message>
  <message>
   <source>macro F1:</source>
   <translation>F1 moyen :</translation>
  </message>
  <message>
   <source>mapped as it</source>
   <translation>la portant sur la carte</translation>
  </message>
  <message>
   <source>matplotlib</source>
   <translation>matplotlib</translation>
  </message>
  <message>
   <source>mean of all</source>
   <translation>moyenne de toutes</translation>
  </message>
  <message>
   <source>mean over the classes, each counts the same</source>
   <translation>moyenne des classes, chacune compte autant</translation>
  </message>
  <message>
   <source>measured</source>
   <translation>mesurée</translation>
  </message>
  <message>
   <source>missing_classes names a class that has patches</source>
   <translation>missing_classes nomme une classe qui a des imagettes</translation>
  </message>
  <message>
   <source>more than {deepest} operations lie inside each other here.</source>
   <translation>plus de {deepest} opérations sont imbriquées ici.</translation>
  </message>
  <message>
   <source>must be there</source>
   <translation>doit être là</translation>
  </message>
  <message>
   <source>must not be there</source>
   <translation>ne doit pas être là</translation>
  </message>
  <message>
   <source>names the pixel in their middle, as</source>
   <translation>nomme le pixel en leur milieu, par</translation>
  </message>
  <message>
   <source>neighbouring pixels are mostly equal in all pictures: {host} seems to enlarge a coarser image. PIXEL_SIZE is finer than what it has; a larger one shows as much</source>
   <translation>des pixels voisins sont le plus souvent égaux dans toutes les images : {host} semble agrandir une image plus grossière. PIXEL_SIZE est plus fin que ce qu'il a ; un plus grand en montre autant</translation>
  </message>
  <message>
   <source>never named</source>
   <translation>jamais nommée</translation>
  </message>
  <message>
   <source>no answer within {patience} s</source>
   <translation>pas de réponse en {patience} s</translation>
  </message>
  <message>
   <source>no buffer is kept between the splits: without the image (RASTER) the diagonal of a patch is not known. Give the image and PATCH_SIZE, or BUFFER in metres (0 where none is wanted).</source>
   <translation>aucun tampon n'est gardé entre les sous-ensembles : sans l'image (RASTER), la diagonale d'une imagette n'est pas connue. Donnez l'image et PATCH_SIZE, ou BUFFER en mètres (0 si vous n'en voulez pas).</translation>
  </message>
  <message>
   <source>no class lies in two polygons, so the model cannot be scored: label a second place of each class.</source>
   <translation>aucune classe ne se trouve dans deux polygones, le modèle ne peut donc pas être évalué : étiquetez un second lieu de chaque classe.</translation>
  </message>
  <message>
   <source>no class was given: the layer is drawn in one colour, and takes any code.</source>
   <translation>aucune classe n'a été donnée : la couche est dessinée d'une seule couleur et accepte tout code.</translation>
  </message>
  <message>
   <source>no key to its storage is set. Set {key}, or {public} where it is public, before QGIS starts or in its settings (System &gt; Environment)</source>
   <translation>aucune clé de son stockage n'est définie. Définissez {key}, ou {public} s'il est public, avant de lancer QGIS ou dans ses options (Système &gt; Environnement)</translation>
  </message>
  <message>
   <source>no patch of {spec_size} pixels shows some classes: choose a smaller patch, or label larger places.</source>
   <translation>aucune imagette de {spec_size} pixels ne montre certaines classes : choisissez une imagette plus petite, ou étiquetez des lieux plus grands.</translation>
  </message>
  <message>
   <source>no patch of {spec_size} pixels shows {lacking}: choose a smaller patch, or label larger places.</source>
   <translation>aucune imagette de {spec_size} pixels ne montre {lacking} : choisissez une imagette plus petite, ou étiquetez des lieux plus grands.</translation>
  </message>
  <message>
   <source>none</source>
   <translation>aucun</translation>
  </message>
  <message>
   <source>not drawn at random</source>
   <translation>non tirés au hasard</translation>
  </message>
  <message>
   <source>not in</source>
   <translation>not in</translation>
  </message>
  <message>
   <source>not installed as a plugin</source>
   <translation>pas installé comme extension</translation>
  </message>
  <message>
   <source>not known: it was trained elsewhere</source>
   <translation>inconnu : il a été entraîné ailleurs</translation>
  </message>
  <message>
   <source>not measured (no validation patches)</source>
   <translation>non mesuré (aucune imagette de validation)</translation>
  </message>
  <message>
   <source>not measured (the training was interrupted)</source>
   <translation>non mesuré (l'apprentissage a été interrompu)</translation>
  </message>
  <message>
   <source>not there</source>
   <translation>absent</translation>
  </message>
  <message>
   <source>nothing</source>
   <translation>rien</translation>
  </message>
  <message>
   <source>nothing (is there a return at its end?)</source>
   <translation>rien (y a-t-il un return à sa fin ?)</translation>
  </message>
  <message>
   <source>nothing tells which images are of one place, so they may be in both splits and scores may flatter: sort the images into train and valid, or begin their names with their place (stand12_1, stand12_2).</source>
   <translation>rien ne dit quelles images viennent d'un même lieu, elles peuvent donc être dans les deux sous-ensembles et les scores être trop optimistes : répartissez les images entre train et valid, ou commencez leurs noms par leur lieu (peuplement12_1, peuplement12_2).</translation>
  </message>
  <message>
   <source>number of bands</source>
   <translation>nombre de bandes</translation>
  </message>
  <message>
   <source>of 100 that it calls {name}, {row_precision} are.</source>
   <translation>sur 100 qu'il nomme {name}, {row_precision} le sont.</translation>
  </message>
  <message>
   <source>of each patch alone, drawn to {recipe_patch} x {recipe_patch_2} pixels: mean and deviation of stages {recipe_stages}, and of the bands; cells of {recipe_cell} pixels</source>
   <translation>de chaque imagette seule, ramenée à {recipe_patch} x {recipe_patch_2} pixels : moyenne et écart-type des étages {recipe_stages}, et des bandes ; cellules de {recipe_cell} pixels</translation>
  </message>
  <message>
   <source>of each patch alone, drawn to {recipe_patch} x {recipe_patch_2} pixels: mean and deviation of stages {recipe_stages}, bands and texture; cells of {recipe_cell} pixels</source>
   <translation>de chaque imagette seule, ramenée à {recipe_patch} x {recipe_patch_2} pixels : moyenne et écart-type des étages {recipe_stages}, bandes et texture ; cellules de {recipe_cell} pixels</translation>
  </message>
  <message>
   <source>of each patch alone, drawn to {recipe_patch} x {recipe_patch_2} pixels: mean and deviation of stages {recipe_stages}; cells of {recipe_cell} pixels</source>
   <translation>de chaque imagette seule, ramenée à {recipe_patch} x {recipe_patch_2} pixels : moyenne et écart-type des étages {recipe_stages} ; cellules de {recipe_cell} pixels</translation>
  </message>
  <message>
   <source>of unknown version</source>
   <translation>de version inconnue</translation>
  </message>
  <message>
   <source>of {file_count} features {found} are in the file</source>
   <translation>sur {file_count} entités, {found} sont dans le fichier</translation>
  </message>
  <message>
   <source>one of shape {shape_result}</source>
   <translation>un de forme {shape_result}</translation>
  </message>
  <message>
   <source>one of {options}</source>
   <translation>l'un de {options}</translation>
  </message>
  <message>
   <source>only {count_missing} of {draw_count} patches of background could be drawn: there is no more room outside the polygons.</source>
   <translation>seulement {count_missing} imagettes de fond sur {draw_count} ont pu être tirées : il n'y a plus de place hors des polygones.</translation>
  </message>
  <message>
   <source>or empty</source>
   <translation>ou vide</translation>
  </message>
  <message>
   <source>other than 0</source>
   <translation>autre que 0</translation>
  </message>
  <message>
   <source>other thresholds (mean precision {curve_average_precision:.2f})</source>
   <translation>autres seuils (précision moyenne {curve_average_precision})</translation>
  </message>
  <message>
   <source>overall accuracy {accuracy}{range} of the area</source>
   <translation>accord global {accuracy}{range} de la surface</translation>
  </message>
  <message>
   <source>overall accuracy: share of {unit} named rightly</source>
   <translation>accord global : part bien nommée ({unit})</translation>
  </message>
  <message>
   <source>overall accuracy: share of {unit} named rightly, of the classes that have any</source>
   <translation>accord global : part bien nommée ({unit}), dans les classes qui en ont</translation>
  </message>
  <message>
   <source>patches</source>
   <translation>imagettes</translation>
  </message>
  <message>
   <source>patches around labelled pixels:</source>
   <translation>des imagettes autour de pixels étiquetés :</translation>
  </message>
  <message>
   <source>patches of side</source>
   <translation>des imagettes de côté</translation>
  </message>
  <message>
   <source>patches of side (pixels)</source>
   <translation>imagettes de côté (pixels)</translation>
  </message>
  <message>
   <source>patches of {size} x {size_2} pixels</source>
   <translation>imagettes de {size} x {size_2} pixels</translation>
  </message>
  <message>
   <source>patches: </source>
   <translation>imagettes : </translation>
  </message>
  <message>
   <source>patches: {both_y}</source>
   <translation>imagettes : {both_y}</translation>
  </message>
  <message>
   <source>pip cannot use a SOCKS proxy: name an HTTP proxy in Settings &gt; Options &gt; Network of QGIS, or install from a folder of wheels (WHEELS).</source>
   <translation>pip ne peut pas utiliser de proxy SOCKS : indiquez un proxy HTTP dans Préférences &gt; Options &gt; Réseau de QGIS, ou installez depuis un dossier de wheels (WHEELS).</translation>
  </message>
  <message>
   <source>pixel</source>
   <translation>pixel</translation>
  </message>
  <message>
   <source>pixel type</source>
   <translation>type de pixels</translation>
  </message>
  <message>
   <source>pixels</source>
   <translation>pixels</translation>
  </message>
  <message>
   <source>pixels of {metres:.3g} m</source>
   <translation>des pixels de {metres} m</translation>
  </message>
  <message>
   <source>place</source>
   <translation>lieu</translation>
  </message>
  <message>
   <source>places</source>
   <translation>lieux</translation>
  </message>
  <message>
   <source>points</source>
   <translation>points</translation>
  </message>
  <message>
   <source>polygon</source>
   <translation>polygone</translation>
  </message>
  <message>
   <source>polygon {number}</source>
   <translation>polygone {number}</translation>
  </message>
  <message>
   <source>polygons</source>
   <translation>polygones</translation>
  </message>
  <message>
   <source>polygons with a class</source>
   <translation>polygones ayant une classe</translation>
  </message>
  <message>
   <source>precision</source>
   <translation>précision</translation>
  </message>
  <message>
   <source>predicted</source>
   <translation>prédiction</translation>
  </message>
  <message>
   <source>producer’s accuracy</source>
   <translation>précision pour le producteur</translation>
  </message>
  <message>
   <source>random</source>
   <translation>au hasard</translation>
  </message>
  <message>
   <source>reach beyond the map: only what lies on it counts</source>
   <translation>dépassent de la carte : seul compte ce qui s'y trouve</translation>
  </message>
  <message>
   <source>recall</source>
   <translation>rappel</translation>
  </message>
  <message>
   <source>recipe {what} for the architecture {found_architecture}</source>
   <translation>recipe {what} pour l'architecture {found_architecture}</translation>
  </message>
  <message>
   <source>recipe.cell and recipe.width must be at most {largest_cell} and {widest}, got {cell} and {width}</source>
   <translation>recipe.cell et recipe.width doivent être au plus {largest_cell} et {widest} ; valeurs reçues : {cell} et {width}</translation>
  </message>
  <message>
   <source>recipe.mixing must be {seen} rows of one length</source>
   <translation>recipe.mixing doit avoir {seen} lignes d'une même longueur</translation>
  </message>
  <message>
   <source>recipe.mixing must hold {bands} bands, as the patches, got {mixing}</source>
   <translation>recipe.mixing doit contenir {bands} bandes, comme les imagettes ; valeur reçue : {mixing}</translation>
  </message>
  <message>
   <source>recipe.patch must be a multiple of {multiple}, with a zoom of 1 and no larger cell than {width}, got {patch}, {zoom} and {cell}</source>
   <translation>recipe.patch doit être un multiple de {multiple}, avec un zoom de 1 et une cellule d'au plus {width} ; valeurs reçues : {patch}, {zoom} et {cell}</translation>
  </message>
  <message>
   <source>recipe.stages must ascend, got {stages}</source>
   <translation>recipe.stages doit être croissant ; valeur reçue : {stages}</translation>
  </message>
  <message>
   <source>reference</source>
   <translation>référence</translation>
  </message>
  <message>
   <source>remove it</source>
   <translation>supprimez-le</translation>
  </message>
  <message>
   <source>right where named</source>
   <translation>juste là où elle est nommée</translation>
  </message>
  <message>
   <source>rows: reference, columns: predicted</source>
   <translation>lignes : référence, colonnes : prédiction</translation>
  </message>
  <message>
   <source>save it again with Keras 3</source>
   <translation>enregistrez-le de nouveau avec Keras 3</translation>
  </message>
  <message>
   <source>scale {one:g}, offset {offset:g}</source>
   <translation>échelle {one}, décalage {offset}</translation>
  </message>
  <message>
   <source>scale {other:g} and offset {other_2:g} in band {band}, expected {one:g} and {one_2:g}</source>
   <translation>échelle {other} et décalage {other_2} dans la bande {band}, attendu {one} et {one_2}</translation>
  </message>
  <message>
   <source>scaling must be one of {scalings}, got {name}.</source>
   <translation>scaling doit être l'un de {scalings} ; valeur reçue : {name}.</translation>
  </message>
  <message>
   <source>scheduler {address}</source>
   <translation>ordonnanceur {address}</translation>
  </message>
  <message>
   <source>scored on</source>
   <translation>évaluation</translation>
  </message>
  <message>
   <source>scores have classes or a confusion matrix, and not both</source>
   <translation>les scores ont des classes ou une matrice de confusion, et pas les deux</translation>
  </message>
  <message>
   <source>scores of class {name} do not go with its counts {support} and {predicted}</source>
   <translation>les scores de la classe {name} ne vont pas avec ses nombres {support} et {predicted}</translation>
  </message>
  <message>
   <source>scores of classes are there, those over all classes are not</source>
   <translation>les scores des classes sont là, ceux de l'ensemble des classes manquent</translation>
  </message>
  <message>
   <source>scores.classes are not the classes of the model</source>
   <translation>scores.classes ne sont pas les classes du modèle</translation>
  </message>
  <message>
   <source>scores.classes count something else than scores.confusion</source>
   <translation>scores.classes compte autre chose que scores.confusion</translation>
  </message>
  <message>
   <source>scores.confusion is not as wide as it is high</source>
   <translation>scores.confusion n'est pas aussi large que haute</translation>
  </message>
  <message>
   <source>scores.interest.curve has lists of other lengths, or empty ones</source>
   <translation>scores.interest.curve a des listes de longueurs différentes, ou vides</translation>
  </message>
  <message>
   <source>scores.interest: the model has no such class {interest_code}</source>
   <translation>scores.interest : le modèle n'a pas de classe {interest_code}</translation>
  </message>
  <message>
   <source>scores.missing names a class that was predicted</source>
   <translation>scores.missing nomme une classe qui a été prédite</translation>
  </message>
  <message>
   <source>share of area</source>
   <translation>part de la surface</translation>
  </message>
  <message>
   <source>share of the class that is found</source>
   <translation>part de la classe qui est trouvée</translation>
  </message>
  <message>
   <source>share that is right</source>
   <translation>part juste</translation>
  </message>
  <message>
   <source>share that is right where named</source>
   <translation>part juste là où elle est nommée</translation>
  </message>
  <message>
   <source>shares of a leaf are below 0, no numbers, or do not sum to 1</source>
   <translation>les parts d'une feuille sont inférieures à 0, ne sont pas des nombres ou n'ont pas 1 pour somme</translation>
  </message>
  <message>
   <source>size of blocks</source>
   <translation>taille des blocs</translation>
  </message>
  <message>
   <source>size of tiles</source>
   <translation>taille des dalles</translation>
  </message>
  <message>
   <source>split_recipe.added must be a list of objects</source>
   <translation>split_recipe.added doit être une liste d'objets</translation>
  </message>
  <message>
   <source>square brackets behind a name</source>
   <translation>des crochets derrière un nom</translation>
  </message>
  <message>
   <source>stage {stage}, {n}, {measure}</source>
   <translation>étage {stage}, {n}, {measure}</translation>
  </message>
  <message>
   <source>stages are some of {channels}, got {stages}</source>
   <translation>les étages sont à choisir parmi {channels} ; valeur reçue : {stages}</translation>
  </message>
  <message>
   <source>stored numbers; they stand for values by {scale}</source>
   <translation>nombres stockés ; ils représentent des valeurs par {scale}</translation>
  </message>
  <message>
   <source>test {amount}</source>
   <translation>test {amount}</translation>
  </message>
  <message>
   <source>text is not allowed.</source>
   <translation>un texte : ce n'est pas permis.</translation>
  </message>
  <message>
   <source>that are it</source>
   <translation>qui en sont</translation>
  </message>
  <message>
   <source>that is a number or, for each band, a list of ranges</source>
   <translation>qui soit un nombre ou, pour chaque bande, une liste d'intervalles</translation>
  </message>
  <message>
   <source>that is a number, 'nan' or null</source>
   <translation>qui soit un nombre, 'nan' ou null</translation>
  </message>
  <message>
   <source>that is one of {values}</source>
   <translation>qui soit l'une des valeurs {values}</translation>
  </message>
  <message>
   <source>the bands</source>
   <translation>les bandes</translation>
  </message>
  <message>
   <source>the best epoch was chosen on the same patches</source>
   <translation>la meilleure époque a été choisie sur ces mêmes imagettes</translation>
  </message>
  <message>
   <source>the block at column {window_col}, row {window_row} ({window_width} x {window_height} pixels, halo {block_halo})</source>
   <translation>le bloc à la colonne {window_col}, ligne {window_row} ({window_width} x {window_height} pixels, marge {block_halo})</translation>
  </message>
  <message>
   <source>the buffer leaves nothing of class '{name}' in {taken}: lower BUFFER (or PATCH_SIZE), label places of it further from the others, or split by blocks (METHOD).</source>
   <translation>le tampon ne laisse rien de la classe « {name} » dans {taken} : baissez BUFFER (ou PATCH_SIZE), étiquetez-en des lieux plus éloignés des autres, ou répartissez par blocs (METHOD).</translation>
  </message>
  <message>
   <source>the class of each labelled pixel (dense): {told}</source>
   <translation>la classe de chaque pixel étiqueté (dense) : {told}</translation>
  </message>
  <message>
   <source>the cluster has {name} {others} where this computer has {here_name}: the last digits of results may differ from those made here.</source>
   <translation>le cluster a {name} {others} là où cet ordinateur a {here_name} : les derniers chiffres des résultats peuvent différer de ceux calculés ici.</translation>
  </message>
  <message>
   <source>the field '{unasked}' seems to name the classes, but does not go with the codes in '{text_class_field}' everywhere, so the codes stand for names: 'Check labels' shows where, or choose NAME_FIELD.</source>
   <translation>le champ « {unasked} » semble nommer les classes, mais ne correspond pas partout aux codes de « {text_class_field} », de sorte que les codes tiennent lieu de noms : « Vérifier les étiquettes » montre où ; ou choisissez NAME_FIELD.</translation>
  </message>
  <message>
   <source>the file breaks off</source>
   <translation>le fichier est tronqué</translation>
  </message>
  <message>
   <source>the file cannot be opened again</source>
   <translation>le fichier ne peut pas être rouvert</translation>
  </message>
  <message>
   <source>the first raster</source>
   <translation>le premier raster</translation>
  </message>
  <message>
   <source>the image is unlike those that the model learned from, so the scores of the model say little of this map. Label some polygons here and use 'Assess map', or train on this image too. Where only the light differs, MATCH features, with SELF_TRAINING, may help.</source>
   <translation>l'image ne ressemble pas à celles que le modèle a apprises, ses scores disent donc peu de chose de cette carte. Étiquetez ici quelques polygones et utilisez « Évaluer une carte », ou entraînez aussi sur cette image. Si seule la lumière diffère, MATCH features, avec SELF_TRAINING, peut aider.</translation>
  </message>
  <message>
   <source>the image is unlike those that the model learned from, so the scores of the model say little of this map. Label some polygons here and use 'Assess map', or train on this image too. Where only the light differs, MATCH spread may help.</source>
   <translation>l'image ne ressemble pas à celles que le modèle a apprises, ses scores disent donc peu de chose de cette carte. Étiquetez ici quelques polygones et utilisez « Évaluer une carte », ou entraînez aussi sur cette image. Si seule la lumière diffère, MATCH spread peut aider.</translation>
  </message>
  <message>
   <source>the index lacks {count_none} of {rows} images, such as {index_none}: it is not used, and neither groups nor folds are known.</source>
   <translation>il manque à l'index {count_none} images sur {rows}, comme {index_none} : il n'est pas utilisé, et ni groupes ni plis ne sont connus.</translation>
  </message>
  <message>
   <source>the labels lie so close together that the buffer takes much of them: split by blocks (METHOD), which lose at their edges only, or give neighbours one value of GROUP_FIELD.</source>
   <translation>les étiquettes sont si proches les unes des autres que le tampon en prend une grande partie : répartissez par blocs (METHOD), qui ne perdent qu'à leurs bords, ou donnez aux voisins une même valeur de GROUP_FIELD.</translation>
  </message>
  <message>
   <source>the map</source>
   <translation>la carte</translation>
  </message>
  <message>
   <source>the map holds no area of the chosen classes: the layer is empty.</source>
   <translation>la carte ne contient aucune zone des classes choisies : la couche est vide.</translation>
  </message>
  <message>
   <source>the mask excludes its {count} polygon.</source>
   <translation>le masque exclut son {count} polygone.</translation>
  </message>
  <message>
   <source>the mask excludes its {count} polygons.</source>
   <translation>le masque exclut ses {count} polygones.</translation>
  </message>
  <message>
   <source>the model is sure of fewer than two classes on this image, so it learned nothing from it: the map is as without SELF_TRAINING.</source>
   <translation>le modèle est sûr de moins de deux classes sur cette image, il n'en a donc rien appris : la carte est comme sans SELF_TRAINING.</translation>
  </message>
  <message>
   <source>the model was made by an earlier version, which took the {trained_pixel_metres:.3g} m of its pixels in {trained_crs} for metres on the ground. Where this image lies they are {theirs:.3g} m: that is taken for the size of the pixels that it learned from.</source>
   <translation>le modèle a été fait par une version antérieure, qui prenait les {trained_pixel_metres} m de ses pixels en {trained_crs} pour des mètres au sol. Là où se trouve cette image, ils font {theirs} m : c'est ce qui est pris pour la taille des pixels qu'il a appris.</translation>
  </message>
  <message>
   <source>the network draws</source>
   <translation>le réseau dessine</translation>
  </message>
  <message>
   <source>the network has macro F1 {network_macro_f1:.2f}, a quick random forest {simpler_macro_f1:.2f} ({over}): it is no better. Train it longer, label more places, or take the architecture {simpler_name}, which needs seconds.</source>
   <translation>le réseau a un F1 moyen de {network_macro_f1}, une forêt aléatoire rapide {simpler_macro_f1} ({over}) : il ne fait pas mieux. Entraînez-le plus longtemps, étiquetez d'autres lieux, ou prenez l'architecture {simpler_name}, à qui il faut quelques secondes.</translation>
  </message>
  <message>
   <source>the network has macro F1 {network_macro_f1:.2f}, a quick random forest {simpler_macro_f1:.2f}: it is no better. Train it longer, label more places, or take the architecture {simpler_name}, which needs seconds.</source>
   <translation>le réseau a un F1 moyen de {network_macro_f1}, une forêt aléatoire rapide {simpler_macro_f1} : il ne fait pas mieux. Entraînez-le plus longtemps, étiquetez d'autres lieux, ou prenez l'architecture {simpler_name}, à qui il faut quelques secondes.</translation>
  </message>
  <message>
   <source>the network that is kept then learned once more, from these patches too</source>
   <translation>le réseau gardé a ensuite appris une dernière fois, y compris de ces imagettes</translation>
  </message>
  <message>
   <source>the patches have folds of their labels, which the format {kind} does not keep: choose csv if the files shall be imported again and cross-validated by them.</source>
   <translation>les imagettes ont les plis de leurs étiquettes, que le format {kind} ne conserve pas : choisissez csv si les fichiers doivent être réimportés et servir à une validation croisée par ces plis.</translation>
  </message>
  <message>
   <source>the patches were drawn from more, which the format {kind} does not keep, so that scores of the imported files would not be weighed by it: choose csv if the files shall be imported again.</source>
   <translation>les imagettes ont été tirées d'un plus grand nombre, que le format {kind} ne conserve pas, de sorte que les scores des fichiers importés n'en tiendraient pas compte : choisissez csv si les fichiers doivent être réimportés.</translation>
  </message>
  <message>
   <source>the pixel in the middle of a patch inside one polygon</source>
   <translation>le pixel au milieu d'une imagette à l'intérieur d'un polygone</translation>
  </message>
  <message>
   <source>the pixel size of its patches</source>
   <translation>la taille de pixel de ses imagettes</translation>
  </message>
  <message>
   <source>the polygons cover the centre of no pixel; they are smaller than the pixels.</source>
   <translation>les polygones ne couvrent le centre d'aucun pixel ; ils sont plus petits que les pixels.</translation>
  </message>
  <message>
   <source>the process was ended from outside, most often because the memory ran out</source>
   <translation>le processus a été arrêté de l'extérieur, le plus souvent parce que la mémoire s'est épuisée</translation>
  </message>
  <message>
   <source>the process was ended from outside, most often because the memory ran out: let other programs end, or choose a lighter kind of model or smaller batches.</source>
   <translation>le processus a été arrêté de l'extérieur, le plus souvent parce que la mémoire s'est épuisée : laissez d'autres programmes se terminer, ou choisissez une sorte de modèle plus légère ou des lots plus petits.</translation>
  </message>
  <message>
   <source>the reference</source>
   <translation>la référence</translation>
  </message>
  <message>
   <source>the second raster</source>
   <translation>le second raster</translation>
  </message>
  <message>
   <source>the trunk takes three bands, with sides of multiples of 16, got {image_shape}</source>
   <translation>le tronc prend trois bandes, avec des côtés multiples de 16 ; valeur reçue : {image_shape}</translation>
  </message>
  <message>
   <source>there are no validation patches, so the model cannot be scored and the last epoch is kept. Extract patches with a validation share.</source>
   <translation>il n'y a pas d'imagettes de validation, le modèle ne peut donc pas être évalué et la dernière époque est gardée. Extrayez des imagettes avec une part de validation.</translation>
  </message>
  <message>
   <source>there is no field {unknown}</source>
   <translation>il n'y a pas de champ {unknown}</translation>
  </message>
  <message>
   <source>there is no function {func_id}.</source>
   <translation>il n'y a pas de fonction {func_id}.</translation>
  </message>
  <message>
   <source>there is no function {func_id}. Did you mean {close}?</source>
   <translation>il n'y a pas de fonction {func_id}. Vouliez-vous dire {close} ?</translation>
  </message>
  <message>
   <source>there is no such file</source>
   <translation>ce fichier n'existe pas</translation>
  </message>
  <message>
   <source>there is no {node_id}.</source>
   <translation>il n'y a pas de {node_id}.</translation>
  </message>
  <message>
   <source>there is room for {chosen_index} of {settings_count} places, {apart} pixels from labels and from each other: give a smaller distance (APART), or more room (MASK, EXTENT).</source>
   <translation>il y a de la place pour {chosen_index} lieux sur {settings_count}, à {apart} pixels des étiquettes et les uns des autres : donnez un écartement plus petit (APART), ou plus de place (MASK, EXTENT).</translation>
  </message>
  <message>
   <source>this number is too large.</source>
   <translation>ce nombre est trop grand.</translation>
  </message>
  <message>
   <source>tile matrix set</source>
   <translation>jeu de matrices de tuiles</translation>
  </message>
  <message>
   <source>to {shown_high}</source>
   <translation>à {shown_high}</translation>
  </message>
  <message>
   <source>too close</source>
   <translation>trop proches</translation>
  </message>
  <message>
   <source>train the model again</source>
   <translation>entraînez de nouveau le modèle</translation>
  </message>
  <message>
   <source>train {amount}</source>
   <translation>apprentissage {amount}</translation>
  </message>
  <message>
   <source>trained elsewhere, adopted with {adopted_dataset}</source>
   <translation>entraîné ailleurs, adopté avec {adopted_dataset}</translation>
  </message>
  <message>
   <source>trained on {training_dataset}</source>
   <translation>entraîné sur {training_dataset}</translation>
  </message>
  <message>
   <source>training.adopted.outputs are not the classes of the model</source>
   <translation>training.adopted.outputs ne sont pas les classes du modèle</translation>
  </message>
  <message>
   <source>training.baseline.f1 does not hold every class</source>
   <translation>training.baseline.f1 ne contient pas toutes les classes</translation>
  </message>
  <message>
   <source>training.history must tell the same of each of its {epochs} epochs</source>
   <translation>training.history doit dire la même chose de chacune de ses {epochs} époques</translation>
  </message>
  <message>
   <source>training.history.kept_epoch must lie between 1 and {epochs}, got {kept_epoch}</source>
   <translation>training.history.kept_epoch doit être entre 1 et {epochs} ; valeur reçue : {kept_epoch}</translation>
  </message>
  <message>
   <source>training.missing_classes names a class of the model, or one twice</source>
   <translation>training.missing_classes nomme une classe du modèle, ou deux fois la même</translation>
  </message>
  <message>
   <source>training.patches[{split}] does not count every class</source>
   <translation>training.patches[{split}] ne compte pas toutes les classes</translation>
  </message>
  <message>
   <source>training.pixel_range must have {bands} bands, as the patches</source>
   <translation>training.pixel_range doit avoir {bands} bandes, comme les imagettes</translation>
  </message>
  <message>
   <source>training.pixel_range.quantiles must ascend, as many of each band</source>
   <translation>training.pixel_range.quantiles doivent être croissants, et aussi nombreux pour chaque bande</translation>
  </message>
  <message>
   <source>true or false</source>
   <translation>true ou false</translation>
  </message>
  <message>
   <source>type of pixels</source>
   <translation>type de pixels</translation>
  </message>
  <message>
   <source>under its {count} polygon no square of {spec_size} x {spec_size_2} pixels is without gaps in the image's data.</source>
   <translation>sous son {count} polygone, aucun carré de {spec_size} x {spec_size_2} pixels n'est sans lacune dans les données de l'image.</translation>
  </message>
  <message>
   <source>under its {count} polygons no square of {spec_size} x {spec_size_2} pixels is without gaps in the image's data.</source>
   <translation>sous ses {count} polygones, aucun carré de {spec_size} x {spec_size_2} pixels n'est sans lacune dans les données de l'image.</translation>
  </message>
  <message>
   <source>unlike what is labelled or suggested before</source>
   <translation>différent de ce qui est étiqueté ou suggéré avant</translation>
  </message>
  <message>
   <source>user’s accuracy</source>
   <translation>précision pour l'utilisateur</translation>
  </message>
  <message>
   <source>valid {amount}</source>
   <translation>validation {amount}</translation>
  </message>
  <message>
   <source>values of type {values_dtype} cannot be written as {target}.</source>
   <translation>des valeurs de type {values_dtype} ne peuvent pas être écrites en {target}.</translation>
  </message>
  <message>
   <source>values that {dtype}, the type of the output, holds</source>
   <translation>des valeurs que peut contenir {dtype}, le type de la sortie</translation>
  </message>
  <message>
   <source>version of NumPy</source>
   <translation>version de NumPy</translation>
  </message>
  <message>
   <source>version of the plugin</source>
   <translation>version de l'extension</translation>
  </message>
  <message>
   <source>warnings</source>
   <translation>avertissements</translation>
  </message>
  <message>
   <source>warnings: they may be meant</source>
   <translation>avertissements : c'est peut-être voulu</translation>
  </message>
  <message>
   <source>was adopted with</source>
   <translation>adoption</translation>
  </message>
  <message>
   <source>was killed by signal {code} ({name})</source>
   <translation>a été tué par le signal {code} ({name})</translation>
  </message>
  <message>
   <source>was killed by signal {code} ({name}), often for want of memory</source>
   <translation>a été tué par le signal {code} ({name}), souvent faute de mémoire</translation>
  </message>
  <message>
   <source>weakest class:</source>
   <translation>la classe la plus faible :</translation>
  </message>
  <message>
   <source>weakest of those judged:</source>
   <translation>la plus faible de celles qui sont jugées :</translation>
  </message>
  <message>
   <source>weight {text}</source>
   <translation>poids {text}</translation>
  </message>
  <message>
   <source>what it says of unlike places is unsound</source>
   <translation>ce qu'il dit des lieux dissemblables n'est pas cohérent</translation>
  </message>
  <message>
   <source>what was said of validation patches are no probabilities</source>
   <translation>ce qui a été prédit des imagettes de validation n'est pas fait de probabilités</translation>
  </message>
  <message>
   <source>where its {count} polygon would hold {spec_size} x {spec_size_2} pixels, polygons of other classes cover as much: correct the overlap, or choose a smaller patch size.</source>
   <translation>là où son {count} polygone contiendrait {spec_size} x {spec_size_2} pixels, des polygones d'autres classes en couvrent autant : corrigez le recouvrement, ou choisissez une taille d'imagette plus petite.</translation>
  </message>
  <message>
   <source>where its {count} polygons would hold {spec_size} x {spec_size_2} pixels, polygons of other classes cover as much: correct the overlap, or choose a smaller patch size.</source>
   <translation>là où ses {count} polygones contiendraient {spec_size} x {spec_size_2} pixels, des polygones d'autres classes en couvrent autant : corrigez le recouvrement, ou choisissez une taille d'imagette plus petite.</translation>
  </message>
  <message>
   <source>windows of {window_width} x {window_height} pixels</source>
   <translation>fenêtres de {window_width} x {window_height} pixels</translation>
  </message>
  <message>
   <source>with pictures</source>
   <translation>avec images</translation>
  </message>
  <message>
   <source>with the scaling '{chosen}' the network is right on {right_chosen:.0%} of {index} patches marked for training, with '{best}' on {right_best:.0%}: was it trained with that one?</source>
   <translation>avec la mise à l'échelle '{chosen}', le réseau a raison sur {right_chosen} des {index} imagettes marquées pour l'apprentissage, avec '{best}' sur {right_best} : a-t-il été entraîné avec celle-là ?</translation>
  </message>
  <message>
   <source>without a name</source>
   <translation>sans nom</translation>
  </message>
  <message>
   <source>worker that has come since</source>
   <translation>worker venu depuis</translation>
  </message>
  <message>
   <source>worker {worker}</source>
   <translation>worker {worker}</translation>
  </message>
  <message>
   <source>write its arguments behind it, {name}(…).</source>
   <translation>écrivez ses arguments derrière, {name}(…).</translation>
  </message>
  <message>
   <source>written with</source>
   <translation>écrit avec</translation>
  </message>
  <message>
   <source>zone</source>
   <translation>zone</translation>
  </message>
  <message>
   <source>zones</source>
   <translation>zones</translation>
  </message>
  <message>
   <source>{address_host} does not answer with the capabilities of a WMS, it says: {said}. Check the address, and the key if it needs one.</source>
   <translation>{address_host} ne répond pas par les capacités d'un WMS, il dit : {said}. Vérifiez l'adresse, et la clé s'il en faut une.</translation>
  </message>
  <message>
   <source>{address_host} does not answer with the capabilities of a WMS. Check the address, and the key if it needs one.</source>
   <translation>{address_host} ne répond pas par les capacités d'un WMS. Vérifiez l'adresse, et la clé s'il en faut une.</translation>
  </message>
  <message>
   <source>{address_host} does not answer with the capabilities of a WMTS, it says: {said}. Check the address.</source>
   <translation>{address_host} ne répond pas par les capacités d'un WMTS, il dit : {said}. Vérifiez l'adresse.</translation>
  </message>
  <message>
   <source>{address_host} does not answer with the capabilities of a WMTS. Check the address.</source>
   <translation>{address_host} ne répond pas par les capacités d'un WMTS. Vérifiez l'adresse.</translation>
  </message>
  <message>
   <source>{address_host} does not say what it has (status {status}). Check the address.</source>
   <translation>{address_host} ne dit pas ce qu'il a (statut {status}). Vérifiez l'adresse.</translation>
  </message>
  <message>
   <source>{address_host} does not say what it has (status {status}: {said}). Check the address.</source>
   <translation>{address_host} ne dit pas ce qu'il a (statut {status} : {said}). Vérifiez l'adresse.</translation>
  </message>
  <message>
   <source>{address_host} does not say where its tiles {set_name} of {name} lie (no CRS): take another of {links}.</source>
   <translation>{address_host} ne dit pas où sont ses tuiles {set_name} de {name} (pas de SCR) : prenez-en d'autres parmi {links}.</translation>
  </message>
  <message>
   <source>{address_host} does not say where its tiles {set_name} of {name} lie ({code}): take another of {links}.</source>
   <translation>{address_host} ne dit pas où sont ses tuiles {set_name} de {name} ({code}) : prenez-en d'autres parmi {links}.</translation>
  </message>
  <message>
   <source>{address_host} says of its use: {said}</source>
   <translation>{address_host} dit de son utilisation : {said}</translation>
  </message>
  <message>
   <source>{address_host} wants to know who asks (status {status}): choose a configuration of QGIS's authentication (AUTHENTICATION) that it accepts, or correct the one of the layer.</source>
   <translation>{address_host} veut savoir qui demande (statut {status}) : choisissez une configuration de l'authentification de QGIS (AUTHENTICATION) qu'il accepte, ou corrigez celle de la couche.</translation>
  </message>
  <message>
   <source>{address_host} wants to know who asks (status {status}: {said}): choose a configuration of QGIS's authentication (AUTHENTICATION) that it accepts, or correct the one of the layer.</source>
   <translation>{address_host} veut savoir qui demande (statut {status} : {said}) : choisissez une configuration de l'authentification de QGIS (AUTHENTICATION) qu'il accepte, ou corrigez celle de la couche.</translation>
  </message>
  <message>
   <source>{archive_filename}: {info_filename} is encrypted, or packed in another way than model files are: give a model that 'Train model' or Keras 3 has written.</source>
   <translation>{archive_filename} : {info_filename} est chiffré, ou compressé autrement que les fichiers de modèles : donnez un modèle écrit par « Entraîner un modèle » ou Keras 3.</translation>
  </message>
  <message>
   <source>{archive_filename}: {name} unpacks to {size:,} bytes or more, in a file of its size there may be {most:,}: it was not made by 'Train model' or Keras 3.</source>
   <translation>{archive_filename} : {name} fait {size} octets ou plus une fois décompressé, un fichier de cette taille peut en contenir {most} : il n'a pas été fait par « Entraîner un modèle » ou Keras 3.</translation>
  </message>
  <message>
   <source>{area:.0f} ha</source>
   <translation>{area} ha</translation>
  </message>
  <message>
   <source>{area:.3g} ha</source>
   <translation>{area} ha</translation>
  </message>
  <message>
   <source>{args_several} has {count} bands and {args_number} has {values}.</source>
   <translation>{args_several} a {count} bandes et {args_number} en a {values}.</translation>
  </message>
  <message>
   <source>{asked}: say in the address which one it shall be, as in a request ({keys_what}); there are none.</source>
   <translation>{asked} : dites dans l'adresse laquelle ce doit être, comme dans une requête ({keys_what}) ; il n'y en a aucune.</translation>
  </message>
  <message>
   <source>{asked}: say in the address which one it shall be, as in a request ({keys_what}); there are {known_several} and {known_several_2} more.</source>
   <translation>{asked} : dites dans l'adresse laquelle ce doit être, comme dans une requête ({keys_what}) ; il y a {known_several} et {known_several_2} de plus.</translation>
  </message>
  <message>
   <source>{asked}: say in the address which one it shall be, as in a request ({keys_what}); there are {known_several}.</source>
   <translation>{asked} : dites dans l'adresse laquelle ce doit être, comme dans une requête ({keys_what}) ; il y a {known_several}.</translation>
  </message>
  <message>
   <source>{bands_bands} of {dtype}</source>
   <translation>{bands_bands} de {dtype}</translation>
  </message>
  <message>
   <source>{bands} bands have {band_names} names; give one a band or none.</source>
   <translation>{bands} bandes ont {band_names} noms ; donnez-en un par bande ou aucun.</translation>
  </message>
  <message>
   <source>{bands} bands have {scale} scales; give one a band or none.</source>
   <translation>{bands} bandes ont {scale} échelles ; donnez-en une par bande ou aucune.</translation>
  </message>
  <message>
   <source>{band}, {measure} in {size} x {size_2}</source>
   <translation>{band}, {measure} sur {size} x {size_2}</translation>
  </message>
  <message>
   <source>{bent} is placed by ground control points or rational polynomials that no transform fits, so it cannot be joined with other images: bring it onto their grid with 'Warp (reproject)' first.</source>
   <translation>{bent} est placé par des points de contrôle ou des polynômes rationnels qu'aucune transformation n'ajuste, il ne peut donc pas être joint à d'autres images : amenez-le d'abord sur leur grille avec « Projection (warp) ».</translation>
  </message>
  <message>
   <source>{blocks_block} of {width} x {height} pixels, {workers} at a time (the cap does not hold {wanted}), at most {megabytes_need} of {megabytes_cap} of memory.</source>
   <translation>{blocks_block} de {width} x {height} pixels, {workers} à la fois (le plafond n'en permet pas {wanted}), au plus {megabytes_need} de mémoire sur {megabytes_cap}.</translation>
  </message>
  <message>
   <source>{blocks_block} of {width} x {height} pixels, {workers} at a time, at most {megabytes_need} of {megabytes_cap} of memory.</source>
   <translation>{blocks_block} de {width} x {height} pixels, {workers} à la fois, au plus {megabytes_need} de mémoire sur {megabytes_cap}.</translation>
  </message>
  <message>
   <source>{blocks} block is to be computed: {each_blocks}, as a block in their middle took {sample_seconds:.2g} s.</source>
   <translation>{blocks} bloc est à calculer : {each_blocks}, car un bloc en leur milieu a pris {sample_seconds} s.</translation>
  </message>
  <message>
   <source>{blocks} block is to be computed: {each_blocks}, as {sample_timed} blocks in their middle took {sample_seconds:.2g} s.</source>
   <translation>{blocks} bloc est à calculer : {each_blocks}, car {sample_timed} blocs en leur milieu ont pris {sample_seconds} s.</translation>
  </message>
  <message>
   <source>{blocks} blocks are to be computed: {each_blocks}, as a block in their middle took {sample_seconds:.2g} s.</source>
   <translation>{blocks} blocs sont à calculer : {each_blocks}, car un bloc en leur milieu a pris {sample_seconds} s.</translation>
  </message>
  <message>
   <source>{blocks} blocks are to be computed: {each_blocks}, as {sample_timed} blocks in their middle took {sample_seconds:.2g} s.</source>
   <translation>{blocks} blocs sont à calculer : {each_blocks}, car {sample_timed} blocs en leur milieu ont pris {sample_seconds} s.</translation>
  </message>
  <message>
   <source>{box} in {crs_name_crs} has no place in {crs_name_wkt}, the CRS of the tiles: choose another extent.</source>
   <translation>{box} en {crs_name_crs} n'a pas de place dans {crs_name_wkt}, le SCR des tuiles : choisissez une autre emprise.</translation>
  </message>
  <message>
   <source>{card_architecture}, {classes_codes} classes, adopted with {adopted_dataset}</source>
   <translation>{card_architecture}, {classes_codes} classes, adopté avec {adopted_dataset}</translation>
  </message>
  <message>
   <source>{card_architecture}, {classes_codes} classes, trained on {training_dataset}</source>
   <translation>{card_architecture}, {classes_codes} classes, entraîné sur {training_dataset}</translation>
  </message>
  <message>
   <source>{cleaned_regions} went; {cleaned_changed:.2f} ha have another class than before, by majority and by area.</source>
   <translation>Disparues : {cleaned_regions} ; {cleaned_changed} ha ont une autre classe qu'avant, par la majorité et par la surface.</translation>
  </message>
  <message>
   <source>{command} cannot be started: {error_strerror}. Try again.</source>
   <translation>Impossible de lancer {command} : {error_strerror}. Réessayez.</translation>
  </message>
  <message>
   <source>{components} components tell {shares_sum:.0%} of what {recipe_count} features do; the first of them {told}.</source>
   <translation>{components} composantes disent {shares_sum} de ce que disent {recipe_count} descripteurs ; la première d'entre elles {told}.</translation>
  </message>
  <message>
   <source>{count:d} test</source>
   <translation>{count} de test</translation>
  </message>
  <message>
   <source>{count:d} train</source>
   <translation>{count} d'apprentissage</translation>
  </message>
  <message>
   <source>{count:d} valid</source>
   <translation>{count} de validation</translation>
  </message>
  <message>
   <source>{counts_sum} points are drawn and not {settings_count}: each class needs two.</source>
   <translation>{counts_sum} points sont tirés et non {settings_count} : il en faut deux par classe.</translation>
  </message>
  <message>
   <source>{count} band</source>
   <translation>{count} bande</translation>
  </message>
  <message>
   <source>{count} bands</source>
   <translation>{count} bandes</translation>
  </message>
  <message>
   <source>{count} finished tiles are kept in {folder}: the same run goes on there, with RESUME.</source>
   <translation>{count} {count|dalle terminée est gardée|dalles terminées sont gardées} dans {folder} : la même exécution y reprend, avec RESUME.</translation>
  </message>
  <message>
   <source>{count} of {labels} images overlap images of another split, so scores will flatter: sort the folders anew.</source>
   <translation>{count} images sur {labels} recouvrent des images d'un autre sous-ensemble, les scores seront donc trop optimistes : répartissez autrement les dossiers.</translation>
  </message>
  <message>
   <source>{count} of {pictures} pictures are the same to the last bit: {host} may send a notice as a picture, such as 'no image at this scale'. Look at the image before you use it</source>
   <translation>{count} images sur {pictures} sont les mêmes au bit près : {host} envoie peut-être un avis sous forme d'image, comme « pas d'image à cette échelle ». Regardez l'image avant de l'utiliser</translation>
  </message>
  <message>
   <source>{count} of {pictures} pictures have one colour all over {colour}: if {host} sends them where it has no image, mask these places</source>
   <translation>{count} images sur {pictures} sont d'une seule couleur {colour} : si {host} les envoie là où il n'a pas d'image, masquez ces lieux</translation>
  </message>
  <message>
   <source>{count} of {zones} zones {what}.</source>
   <translation>{count} zones sur {zones} {what}.</translation>
  </message>
  <message>
   <source>{count} tiles of a run that was broken off lie beside the output, but it was another one (of another version): this one starts anew, and they go</source>
   <translation>{count} {count|dalle|dalles} d'une exécution interrompue {count|se trouve|se trouvent} à côté du résultat, mais c'était une autre exécution (d'une autre version) : celle-ci repart de zéro et les supprime</translation>
  </message>
  <message>
   <source>{count} tiles of a run that was broken off lie beside the output, but it was another one ({names}): this one starts anew, and they go</source>
   <translation>{count} {count|dalle|dalles} d'une exécution interrompue {count|se trouve|se trouvent} à côté du résultat, mais c'était une autre exécution ({names}) : celle-ci repart de zéro et les supprime</translation>
  </message>
  <message>
   <source>{dataset_folder} has no patch in 'all' ({counts}): choose another split.</source>
   <translation>{dataset_folder} n'a aucune imagette dans 'all' ({counts}) : choisissez un autre sous-ensemble.</translation>
  </message>
  <message>
   <source>{dataset_folder} has no patch in '{split_text}' ({counts}): choose another split.</source>
   <translation>{dataset_folder} n'a aucune imagette dans '{split_text}' ({counts}) : choisissez un autre sous-ensemble.</translation>
  </message>
  <message>
   <source>{dataset_folder} has no patches for '{split_text}': choose another split, or extract the patches again with a share for it.</source>
   <translation>{dataset_folder} n'a pas d'imagettes pour '{split_text}' : choisissez un autre sous-ensemble, ou extrayez de nouveau les imagettes avec une part pour lui.</translation>
  </message>
  <message>
   <source>{dataset_folder} has no {footprints}, so the places of its patches are not known: extract the patches again, or choose the format png or coco, which need no places.</source>
   <translation>{dataset_folder} n'a pas de {footprints}, les lieux de ses imagettes ne sont donc pas connus : extrayez de nouveau les imagettes, ou choisissez le format png ou coco, qui n'en ont pas besoin.</translation>
  </message>
  <message>
   <source>{dataset} has no class '{name}': its classes are {told_known}. Label with the same names or codes, or extract all of the classes anew.</source>
   <translation>{dataset} n'a pas de classe « {name} » : ses classes sont {told_known}. Étiquetez avec les mêmes noms ou codes, ou extrayez de nouveau toutes les classes.</translation>
  </message>
  <message>
   <source>{describe_gaps_gaps}. The model needs all of its bands, so the map stays empty there: train a model without these bands, or take another image.</source>
   <translation>{describe_gaps_gaps}. Le modèle a besoin de toutes ses bandes, la carte y reste donc vide : entraînez un modèle sans ces bandes, ou prenez une autre image.</translation>
  </message>
  <message>
   <source>{describe_gaps_gaps}: leave it out (BANDS {bands_gaps})</source>
   <translation>{describe_gaps_gaps} : laissez-la de côté (BANDS {bands_gaps})</translation>
  </message>
  <message>
   <source>{describe_gaps_gaps}: leave them out (BANDS {bands_gaps})</source>
   <translation>{describe_gaps_gaps} : laissez-les de côté (BANDS {bands_gaps})</translation>
  </message>
  <message>
   <source>{device}, TensorFlow {tensorflow_version}, {parameters:,} parameters; {task_counts}</source>
   <translation>{device}, TensorFlow {tensorflow_version}, {parameters} paramètres ; {task_counts}</translation>
  </message>
  <message>
   <source>{device}, scikit-learn {sklearn_version}; {task_counts}. A random forest takes from the settings the balance of classes and the seed only.</source>
   <translation>{device}, scikit-learn {sklearn_version} ; {task_counts}. Des réglages, une forêt aléatoire ne prend que l'équilibre des classes et la graine.</translation>
  </message>
  <message>
   <source>{device}, scikit-learn {sklearn_version}; {task_counts}. A random forest takes from the settings the seed only.</source>
   <translation>{device}, scikit-learn {sklearn_version} ; {task_counts}. Des réglages, une forêt aléatoire ne prend que la graine.</translation>
  </message>
  <message>
   <source>{differences} All rasters must lie on the same grid: align {other_name} to {name} with QGIS's "Warp (reproject)" first.</source>
   <translation>{differences} Tous les rasters doivent être sur la même grille : alignez d'abord {other_name} sur {name} avec « Projection (warp) » de QGIS.</translation>
  </message>
  <message>
   <source>{differing} corrects sizes that are off by a tenth of the side at most, and nothing else: choose skip (DIFFERING) to leave out all that differ, or convert or take away these.</source>
   <translation>{differing} corrige des tailles qui s'écartent d'un dixième du côté au plus, et rien d'autre : choisissez skip (DIFFERING) pour écarter toutes celles qui diffèrent, ou convertissez ou retirez celles-ci.</translation>
  </message>
  <message>
   <source>{doing} failed (exit code {code}): it said nothing. Try again; if that repeats itself, please report it.</source>
   <translation>{doing} : échec (code de sortie {code}), sans aucune explication. Réessayez ; si cela se répète, merci de le signaler.</translation>
  </message>
  <message>
   <source>{doing} failed (exit code {code}): {errors_longest}. Try again; if that repeats itself, please report it.</source>
   <translation>{doing} : échec (code de sortie {code}) : {errors_longest}. Réessayez ; si cela se répète, merci de le signaler.</translation>
  </message>
  <message>
   <source>{doing} failed. {meaning} ({longest_strip})</source>
   <translation>{doing} : échec. {meaning} ({longest_strip})</translation>
  </message>
  <message>
   <source>{drawn_name} has edits that are not saved: they are used as they are.</source>
   <translation>{drawn_name} a des modifications non enregistrées : elles sont utilisées telles quelles.</translation>
  </message>
  <message>
   <source>{each_name} is missing</source>
   <translation>il manque {each_name}</translation>
  </message>
  <message>
   <source>{error_message} Not all of the images say how large their pixels are, and a model is only used on images with pixels like those it learned from: give the pixel size in metres (PIXEL_SIZE).</source>
   <translation>{error_message} Toutes les images ne disent pas la taille de leurs pixels, et un modèle ne s'utilise que sur des images dont les pixels ressemblent à ceux de son apprentissage : donnez la taille de pixel en mètres (PIXEL_SIZE).</translation>
  </message>
  <message>
   <source>{error_partition}. So features are taken patch by patch, each patch alone, and maps are drawn in the same way, which takes longer than with dense features.</source>
   <translation>{error_partition}. Les descripteurs sont donc pris imagette par imagette, chacune seule, et les cartes sont dessinées de la même façon, ce qui est plus long qu'avec des descripteurs denses.</translation>
  </message>
  <message>
   <source>{error} It is asked for pictures of {smaller} pixels from now on</source>
   <translation>{error} Des images de {smaller} pixels lui sont demandées à partir d'ici</translation>
  </message>
  <message>
   <source>{error} Or install Python 3.12 for your user from its home page.</source>
   <translation>{error} Ou installez Python 3.12 pour votre utilisateur, depuis son site.</translation>
  </message>
  <message>
   <source>{every_unjudged} of {every} classes judged</source>
   <translation>{every_unjudged} classes sur {every} jugées</translation>
  </message>
  <message>
   <source>{features_known} of {features} label features have no value in '{class_field}' and are left out.</source>
   <translation>{features_known} entités d'étiquettes sur {features} n'ont pas de valeur dans « {class_field} » et sont écartées.</translation>
  </message>
  <message>
   <source>{files_like}: {listed_told}. They are left out.</source>
   <translation>{files_like} : {listed_told}. Elles sont écartées.</translation>
  </message>
  <message>
   <source>{files_usual} is {like}, as most images are, and patches are square: choose crop or resize (DIFFERING), or cut or pad the images first.</source>
   <translation>{files_usual} fait {like}, comme la plupart des images, et les imagettes sont carrées : choisissez crop ou resize (DIFFERING), ou rognez ou complétez d'abord les images.</translation>
  </message>
  <message>
   <source>{files_usual} is {like}, as most images are, and patches are square: cut or pad the images first.</source>
   <translation>{files_usual} fait {like}, comme la plupart des images, et les imagettes sont carrées : rognez ou complétez d'abord les images.</translation>
  </message>
  <message>
   <source>{folder_file} does not lie in the folder of a class: expected class/{name_file} below {folder}. Move it, or choose another folder or format.</source>
   <translation>{folder_file} n'est pas dans le dossier d'une classe : attendu classe/{name_file} sous {folder}. Déplacez-le, ou choisissez un autre dossier ou format.</translation>
  </message>
  <message>
   <source>{folder_file} does not lie in the folder of a class: expected train/class/{name_file} below {folder}. Move it, or choose another folder or format.</source>
   <translation>{folder_file} n'est pas dans le dossier d'une classe : attendu train/classe/{name_file} sous {folder}. Déplacez-le, ou choisissez un autre dossier ou format.</translation>
  </message>
  <message>
   <source>{folder_file} is not named like block_12_3.png (block_&lt;number&gt;_&lt;label&gt;) and in the chosen folder or in one of {splits}: take it away, or choose the format 'class folders'.</source>
   <translation>{folder_file} ne s'appelle pas comme block_12_3.png (block_&lt;numéro&gt;_&lt;étiquette&gt;) dans le dossier choisi ou dans l'un des dossiers {splits} : retirez-le, ou choisissez le format « class folders ».</translation>
  </message>
  <message>
   <source>{folder_footprints} has a footprint that is no square any more, around {polygon_getenvelope}: extract the patches again.</source>
   <translation>{folder_footprints} a une emprise qui n'est plus un carré, vers {polygon_getenvelope} : extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>{folder_labels} does not match {meta}: patch {patch} has the {name} {name_patch}, which is not there. Extract the patches again.</source>
   <translation>{folder_labels} ne correspond pas à {meta} : l'imagette {patch} a {name} {name_patch}, qui n'y est pas. Extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>{folder_meta} says that patches were drawn from fewer candidates than there are patches: extract the patches again.</source>
   <translation>D'après {folder_meta}, les imagettes ont été tirées de moins de candidates qu'il n'y a d'imagettes : extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>{folder_name} does not hold patches of {spec_size} pixels or more around labelled pixels: extract them so (BY_CENTRE).</source>
   <translation>{folder_name} ne contient pas d'imagettes de {spec_size} pixels ou plus autour de pixels étiquetés : extrayez-les ainsi (BY_CENTRE).</translation>
  </message>
  <message>
   <source>{folder_name} does not hold the class of each pixel of its patches: set 'Keep the class of each pixel' (PIXEL_LABELS) to {has_lower}, or make a dataset of its own.</source>
   <translation>{folder_name} ne contient pas la classe de chaque pixel de ses imagettes : mettez « garder la classe de chaque pixel » (PIXEL_LABELS) à {has_lower}, ou faites un jeu à part.</translation>
  </message>
  <message>
   <source>{folder_name} has all of these patches already: add other places or images.</source>
   <translation>{folder_name} a déjà toutes ces imagettes : ajoutez d'autres lieux ou d'autres images.</translation>
  </message>
  <message>
   <source>{folder_name} has {what} {expected}, but {got} was asked for: add patches of the same kind, or make a dataset of its own.</source>
   <translation>{folder_name} a {what} {expected}, mais {got} est demandé : ajoutez des imagettes de la même sorte, ou faites un jeu à part.</translation>
  </message>
  <message>
   <source>{folder_name} holds imported patches, whose images are not known. So features are taken patch by patch, each patch alone, and maps are drawn in the same way, which takes longer than with dense features.</source>
   <translation>{folder_name} contient des imagettes importées, dont les images ne sont pas connues. Les descripteurs sont donc pris imagette par imagette, chacune seule, et les cartes sont dessinées de la même façon, ce qui est plus long qu'avec des descripteurs denses.</translation>
  </message>
  <message>
   <source>{folder_name} holds the class of each pixel of its patches: set 'Keep the class of each pixel' (PIXEL_LABELS) to {has_lower}, or make a dataset of its own.</source>
   <translation>{folder_name} contient la classe de chaque pixel de ses imagettes : mettez « garder la classe de chaque pixel » (PIXEL_LABELS) à {has_lower}, ou faites un jeu à part.</translation>
  </message>
  <message>
   <source>{folder_name} is of one image, so none can be held out: make folds by groups or blocks.</source>
   <translation>{folder_name} vient d'une seule image, aucune ne peut donc être mise de côté : faites des plis par groupes ou par blocs.</translation>
  </message>
  <message>
   <source>{folder} exists and has no {marker}, so it is not ours to replace: choose a new or an empty folder.</source>
   <translation>{folder} existe et n'a pas de {marker}, ce n'est donc pas à nous de le remplacer : choisissez un dossier nouveau ou vide.</translation>
  </message>
  <message>
   <source>{folder} has no training patches of {repr_missing}: label more places of them, or lower the share kept for validation.</source>
   <translation>{folder} n'a pas d'imagettes d'apprentissage de {repr_missing} : étiquetez-en d'autres lieux, ou baissez la part gardée pour la validation.</translation>
  </message>
  <message>
   <source>{folder} has one class only ('{classes_names}'): a model learns to tell classes apart, so label at least two.</source>
   <translation>{folder} n'a qu'une classe (« {classes_names} ») : un modèle apprend à distinguer des classes, étiquetez-en donc au moins deux.</translation>
  </message>
  <message>
   <source>{folder} has {folder_2} characters, and this Windows allows {most} for the packages: use a QGIS profile in a shorter folder (qgis --profiles-path), or have long paths switched on.</source>
   <translation>{folder} a {folder_2} caractères, et ce Windows en permet {most} pour les paquets : utilisez un profil QGIS dans un dossier plus court (qgis --profiles-path), ou faites activer les chemins longs.</translation>
  </message>
  <message>
   <source>{folder} holds no image ({endings}) in any of its folders (other files there: {others}). Choose the folder that holds the folders of the classes.</source>
   <translation>{folder} ne contient aucune image ({endings}) dans aucun de ses dossiers (autres fichiers présents : {others}). Choisissez le dossier qui contient les dossiers des classes.</translation>
  </message>
  <message>
   <source>{folder} is a patch dataset already: train a model on it as it is, or make images of it by 'Export patches'.</source>
   <translation>{folder} est déjà un jeu d'imagettes : entraînez un modèle directement dessus, ou faites-en des images avec « Exporter des imagettes ».</translation>
  </message>
  <message>
   <source>{folder} is in use: another run keeps its blocks there, or the disk has no locks. Wait for it, give the output another name, or leave RESUME out.</source>
   <translation>{folder} est en cours d'utilisation : une autre exécution y garde ses blocs, ou le disque n'a pas de verrous. Attendez-la, donnez un autre nom à la sortie, ou renoncez à RESUME.</translation>
  </message>
  <message>
   <source>{folder} is not a patch dataset: it has no {meta}. Choose the folder that 'Extract patches' has written.</source>
   <translation>{folder} n'est pas un jeu d'imagettes : il n'a pas de {meta}. Choisissez le dossier qu'a écrit « Extraire des imagettes ».</translation>
  </message>
  <message>
   <source>{folder} was written by a newer Poplar NN (format {found}, this one reads {value}): update the plugin.</source>
   <translation>{folder} a été écrit par une version plus récente de Poplar NN (format {found}, celle-ci lit {value}) : mettez l'extension à jour.</translation>
  </message>
  <message>
   <source>{folder}, not made by Poplar NN</source>
   <translation>{folder}, qui n'a pas été fait par Poplar NN</translation>
  </message>
  <message>
   <source>{found_compared} pixels of {name}</source>
   <translation>{found_compared} pixels de {name}</translation>
  </message>
  <message>
   <source>{found_count} patches:</source>
   <translation>{found_count} imagettes :</translation>
  </message>
  <message>
   <source>{found_left_out:,} pixels hold a value that names no class, such as 255 (masked) or 254 (unsure): they are left out.</source>
   <translation>{found_left_out} pixels ont une valeur qui ne nomme aucune classe, comme 255 (masqué) ou 254 (incertain) : ils sont laissés de côté.</translation>
  </message>
  <message>
   <source>{found_pairs} pairs of classes occur, more than 8 bits can name: the map of changes has 16.</source>
   <translation>Il y a {found_pairs} couples de classes, plus que n'en nomment 8 bits : la carte des changements en a 16.</translation>
  </message>
  <message>
   <source>{found_trained} of the pixels of the reference lie in polygons that the map was made from: there it looks better than it is elsewhere.</source>
   <translation>{found_trained} des pixels de la référence se trouvent dans des polygones dont la carte est issue : elle y paraît meilleure qu'ailleurs.</translation>
  </message>
  <message>
   <source>{found_trained} of the reference lies in polygons that the map was made from. As it was drawn at random, that is their share of the map, and takes nothing from it, provided that each was judged anew.</source>
   <translation>{found_trained} de la référence se trouvent dans des polygones dont la carte est issue. Comme elle a été tirée au hasard, c'est leur part de la carte, ce qui ne lui enlève rien, à condition que chacun ait été jugé de nouveau.</translation>
  </message>
  <message>
   <source>{found_units} points are few: the ranges themselves are rough.</source>
   <translation>{found_units} points, c'est peu : les intervalles eux-mêmes sont approximatifs.</translation>
  </message>
  <message>
   <source>{found_units} polygons are few: the ranges themselves are rough.</source>
   <translation>{found_units} polygones, c'est peu : les intervalles eux-mêmes sont approximatifs.</translation>
  </message>
  <message>
   <source>{found_unjudged} point without a class takes no part, as if it were like the others of the same mapped class. Where the hard ones were left out, the map looks better than it is.</source>
   <translation>{found_unjudged} point sans classe ne compte pas, comme s'il ressemblait aux autres de la même classe sur la carte. Si les points difficiles ont été laissés de côté, la carte paraît meilleure qu'elle n'est.</translation>
  </message>
  <message>
   <source>{found_unjudged} points without a class take no part, as if they were like the others of the same mapped class. Where the hard ones were left out, the map looks better than it is.</source>
   <translation>{found_unjudged} points sans classe ne comptent pas, comme s'ils ressemblaient aux autres de la même classe sur la carte. Si les points difficiles ont été laissés de côté, la carte paraît meilleure qu'elle n'est.</translation>
  </message>
  <message>
   <source>{found_unknown:,} pixels hold a value that names no class, such as 255 (masked) or 254 (unsure), on either map: they count as without data.</source>
   <translation>{found_unknown} pixels ont une valeur qui ne nomme aucune classe, comme 255 (masqué) ou 254 (incertain), sur l'une des cartes : ils comptent comme sans données.</translation>
  </message>
  <message>
   <source>{found_unmapped} pixels of the reference lie where the map is empty and are not compared.</source>
   <translation>{found_unmapped} pixels de la référence se trouvent là où la carte est vide et ne sont pas comparés.</translation>
  </message>
  <message>
   <source>{found} blocks of a run that was broken off are there already: this one goes on with them.</source>
   <translation>{found} {found|bloc d'une exécution interrompue est déjà là|blocs d'une exécution interrompue sont déjà là} : celle-ci continue avec {found|lui|eux}.</translation>
  </message>
  <message>
   <source>{found} finished blocks are kept in {folder}: the same run goes on there, with RESUME.</source>
   <translation>{found} {found|bloc terminé est gardé|blocs terminés sont gardés} dans {folder} : la même exécution y reprend, avec RESUME.</translation>
  </message>
  <message>
   <source>{found} of {tiles} tiles are there already, of a run that was broken off: this one goes on with them.</source>
   <translation>{found} {found|dalle|dalles} sur {tiles} {found|est déjà là, d'une exécution interrompue : celle-ci continue avec elle|sont déjà là, d'une exécution interrompue : celle-ci continue avec elles}.</translation>
  </message>
  <message>
   <source>{gaps_capitalize}: leave it out (BANDS {bands_gaps}).</source>
   <translation>{gaps_capitalize} : laissez-la de côté (BANDS {bands_gaps}).</translation>
  </message>
  <message>
   <source>{gaps_capitalize}: leave them out (BANDS {bands_gaps}).</source>
   <translation>{gaps_capitalize} : laissez-les de côté (BANDS {bands_gaps}).</translation>
  </message>
  <message>
   <source>{given} are of no use to {architecture}, which draws this map, and not used for it.</source>
   <translation>{given} ne servent pas à {architecture}, qui dessine cette carte, et ne sont pas utilisés.</translation>
  </message>
  <message>
   <source>{given} is of no use to {architecture}, which draws this map, and not used for it.</source>
   <translation>{given} ne sert pas à {architecture}, qui dessine cette carte, et n'est pas utilisé.</translation>
  </message>
  <message>
   <source>{grid_width} x {grid_height} pixels of {grid_pixel_size:.4g} map units ({ground:.3g} m on the ground), {count} pictures from {host}.</source>
   <translation>{grid_width} x {grid_height} pixels de {grid_pixel_size} unités de carte ({ground} m au sol), {count} images de {host}.</translation>
  </message>
  <message>
   <source>{grid_width} x {grid_height} pixels of {grid_pixel_size:.4g} map units, {count} pictures from {host}.</source>
   <translation>{grid_width} x {grid_height} pixels de {grid_pixel_size} unités de carte, {count} images de {host}.</translation>
  </message>
  <message>
   <source>{groups_number} into {cuts}</source>
   <translation>{groups_number} en {cuts}</translation>
  </message>
  <message>
   <source>{groups_number}, block {new}</source>
   <translation>{groups_number}, bloc {new}</translation>
  </message>
  <message>
   <source>{groups} polygon</source>
   <translation>{groups} polygone</translation>
  </message>
  <message>
   <source>{groups} polygons</source>
   <translation>{groups} polygones</translation>
  </message>
  <message>
   <source>{groups} polygons{weighed_weight}</source>
   <translation>{groups} polygones{weighed_weight}</translation>
  </message>
  <message>
   <source>{groups} polygon{weighed_weight}</source>
   <translation>{groups} polygone{weighed_weight}</translation>
  </message>
  <message>
   <source>{here_name} says nothing of this image: zoom in, or draw labels.</source>
   <translation>{here_name} ne dit rien de cette image : zoomez, ou dessinez des étiquettes.</translation>
  </message>
  <message>
   <source>{host_of_url} does not answer as it should ({reason}: {said}), tried {tries} times.{asked} Try again later: with RESUME the same run goes on with the parts that are there.</source>
   <translation>{host_of_url} ne répond pas comme il faut ({reason} : {said}), après {tries} essais.{asked} Réessayez plus tard : avec RESUME, la même exécution reprend avec les parties déjà là.</translation>
  </message>
  <message>
   <source>{host_of_url} does not answer as it should ({reason}{said}), tried {tries} times.{asked} Try again later: with RESUME the same run goes on with the parts that are there.</source>
   <translation>{host_of_url} ne répond pas comme il faut ({reason}{said}), après {tries} essais.{asked} Réessayez plus tard : avec RESUME, la même exécution reprend avec les parties déjà là.</translation>
  </message>
  <message>
   <source>{host_of_url} is busy (no answer): the request is sent again in {wait:.0f} s.</source>
   <translation>{host_of_url} est occupé (pas de réponse) : la requête est renvoyée dans {wait} s.</translation>
  </message>
  <message>
   <source>{host_of_url} is busy (status {answer_status}): the request is sent again in {wait:.0f} s.</source>
   <translation>{host_of_url} est occupé (statut {answer_status}) : la requête est renvoyée dans {wait} s.</translation>
  </message>
  <message>
   <source>{host_of_url} is busy ({answer_error}): the request is sent again in {wait:.0f} s.</source>
   <translation>{host_of_url} est occupé ({answer_error}) : la requête est renvoyée dans {wait} s.</translation>
  </message>
  <message>
   <source>{host_of_url} refuses a picture (status {answer_status}).</source>
   <translation>{host_of_url} refuse une image (statut {answer_status}).</translation>
  </message>
  <message>
   <source>{host_of_url} refuses a picture (status {answer_status}: {said}).</source>
   <translation>{host_of_url} refuse une image (statut {answer_status} : {said}).</translation>
  </message>
  <message>
   <source>{host_of_url} sends no picture and says: </source>
   <translation>{host_of_url} n'envoie pas d'image et dit : </translation>
  </message>
  <message>
   <source>{host_of_url} sends no picture and says: {said_instead_body}</source>
   <translation>{host_of_url} n'envoie pas d'image et dit : {said_instead_body}</translation>
  </message>
  <message>
   <source>{host_of_url} wants to know who asks (status {answer_status}): choose a configuration of QGIS's authentication (AUTHENTICATION) that it accepts, or correct the one of the layer.</source>
   <translation>{host_of_url} veut savoir qui demande (statut {answer_status}) : choisissez une configuration de l'authentification de QGIS (AUTHENTICATION) qu'il accepte, ou corrigez celle de la couche.</translation>
  </message>
  <message>
   <source>{host_of_url} wants to know who asks (status {answer_status}: {said}): choose a configuration of QGIS's authentication (AUTHENTICATION) that it accepts, or correct the one of the layer.</source>
   <translation>{host_of_url} veut savoir qui demande (statut {answer_status} : {said}) : choisissez une configuration de l'authentification de QGIS (AUTHENTICATION) qu'il accepte, ou corrigez celle de la couche.</translation>
  </message>
  <message>
   <source>{host} does not draw in {code}, but in {service_systems}: choose one of them as CRS, and reproject the image later if need be.</source>
   <translation>{host} ne dessine pas en {code}, mais en {service_systems} : choisissez-en un comme CRS, et reprojetez l'image ensuite s'il le faut.</translation>
  </message>
  <message>
   <source>{host} draws at any size: give PIXEL_SIZE, in map units of the image.</source>
   <translation>{host} dessine à toute taille : donnez PIXEL_SIZE, en unités de carte de l'image.</translation>
  </message>
  <message>
   <source>{host} has no {what}</source>
   <translation>{host} n'a pas de {what}</translation>
  </message>
  <message>
   <source>{host} has no {what} {name}</source>
   <translation>{host} n'a pas de {what} {name}</translation>
  </message>
  <message>
   <source>{host} has none of the {pictures} tiles that were asked for, so the image is empty: it may lie elsewhere, or have no tiles so fine; try a larger PIXEL_SIZE</source>
   <translation>{host} n'a aucune des {pictures} tuiles demandées, l'image est donc vide : elle est peut-être ailleurs, ou n'a pas de tuiles si fines ; essayez un PIXEL_SIZE plus grand</translation>
  </message>
  <message>
   <source>{host} has several of each {what}</source>
   <translation>{host} en a plusieurs ({what})</translation>
  </message>
  <message>
   <source>{host} says that it draws nothing finer than {service_finest:.3g} m: pixels of {metres:.3g} m may stay empty, or show no more</source>
   <translation>{host} dit qu'il ne dessine rien de plus fin que {service_finest} m : des pixels de {metres} m peuvent rester vides, ou ne rien montrer de plus</translation>
  </message>
  <message>
   <source>{host} says that its image lies elsewhere, at {service_box}; wanted is {degrees_seen}</source>
   <translation>{host} dit que son image est ailleurs, à {service_box} ; voulu : {degrees_seen}</translation>
  </message>
  <message>
   <source>{image} and {owner} would both have the map {path}: rename one of the images, or map them into two folders.</source>
   <translation>{image} et {owner} auraient toutes deux la carte {path} : renommez l'une des images, ou cartographiez-les dans deux dossiers.</translation>
  </message>
  <message>
   <source>{index} patches of {unique_group} polygons{weighed_weight}, each {rule_by} ({found} folds {plan_title})</source>
   <translation>{index} imagettes de {unique_group} polygones{weighed_weight}, chacune {rule_by} ({found} plis {plan_title})</translation>
  </message>
  <message>
   <source>{inner_dtype} from {inner_min} to {inner_max}; choose a DATA_TYPE for all</source>
   <translation>{inner_dtype} de {inner_min} à {inner_max} ; choisissez un DATA_TYPE pour toutes</translation>
  </message>
  <message>
   <source>{interest_name}: finding more, or being right more</source>
   <translation>{interest_name} : trouver plus, ou se tromper moins</translation>
  </message>
  <message>
   <source>{joined_images} images are read as one of {grid_width} x {grid_height} pixels.</source>
   <translation>{joined_images} images sont lues comme une seule de {grid_width} x {grid_height} pixels.</translation>
  </message>
  <message>
   <source>{joined} devices of several machines; here CPU ({os_cpu_count} cores; no GPU found)</source>
   <translation>{joined} appareils de plusieurs machines ; ici, processeur ({os_cpu_count} cœurs ; pas de GPU trouvé)</translation>
  </message>
  <message>
   <source>{joined} devices of several machines; here GPU ({names})</source>
   <translation>{joined} appareils de plusieurs machines ; ici, GPU ({names})</translation>
  </message>
  <message>
   <source>{joined} devices of several machines; here {names} GPUs ({names_2})</source>
   <translation>{joined} appareils de plusieurs machines ; ici, {names} GPU ({names_2})</translation>
  </message>
  <message>
   <source>{key} ({why}) {count:d}</source>
   <translation>{key} ({why}) {count}</translation>
  </message>
  <message>
   <source>{key} is no parameter of {algorithm_id} and is left out; there are {names}.</source>
   <translation>{key} n'est pas un paramètre de {algorithm_id} et est ignoré ; il y a {names}.</translation>
  </message>
  <message>
   <source>{key} {folder} cannot be read ({error_strerror}): give a folder of images.</source>
   <translation>{key} {folder} est illisible ({error_strerror}) : donnez un dossier d'images.</translation>
  </message>
  <message>
   <source>{key} {folder} holds no image ({endings}): give another folder, or name the images one by one.</source>
   <translation>{key} {folder} ne contient aucune image ({endings}) : donnez un autre dossier, ou nommez les images une à une.</translation>
  </message>
  <message>
   <source>{key}: none of the polygons of {layer_name} is selected: select those that count, or take all of the layer.</source>
   <translation>{key} : aucun des polygones de {layer_name} n'est sélectionné : sélectionnez ceux qui comptent, ou prenez toute la couche.</translation>
  </message>
  <message>
   <source>{key}: the label layer has no field ''; its fields are {source_fields}.</source>
   <translation>{key} : la couche d'étiquettes n'a pas de champ « » ; ses champs sont {source_fields}.</translation>
  </message>
  <message>
   <source>{key}: the label layer has no field '{text_key}'; its fields are {source_fields}.</source>
   <translation>{key} : la couche d'étiquettes n'a pas de champ « {text_key} » ; ses champs sont {source_fields}.</translation>
  </message>
  <message>
   <source>{key}: the model goes into a temporary folder and is gone when QGIS closes. Give it a path to use it again.</source>
   <translation>{key} : le modèle va dans un dossier temporaire et disparaît à la fermeture de QGIS. Donnez-lui un chemin pour le réutiliser.</translation>
  </message>
  <message>
   <source>{key}: {layer_name} comes from '{layer_providertype}', but pixels can only be read from raster files: save it as a GeoTIFF first (Export &gt; Save as).</source>
   <translation>{key} : {layer_name} vient de « {layer_providertype} », mais les pixels ne se lisent que dans des fichiers raster : enregistrez-la d'abord en GeoTIFF (Exporter &gt; Enregistrer sous).</translation>
  </message>
  <message>
   <source>{key}: {layer_name} is a web map (WMS, WMTS or XYZ tiles), but pixels can only be read from raster files: save the part that you need with 'Fetch image' (poplarnn:fetchimage) first.</source>
   <translation>{key} : {layer_name} est une carte web (WMS, WMTS ou XYZ), mais les pixels ne se lisent que dans des fichiers raster : enregistrez d'abord la partie qu'il vous faut avec « Télécharger une image » (poplarnn:fetchimage).</translation>
  </message>
  <message>
   <source>{key}: {missing} cannot be opened as a raster.</source>
   <translation>{key} : impossible d'ouvrir {missing} comme raster.</translation>
  </message>
  <message>
   <source>{key}: {path} cannot be written, because {folder} is not a folder in which you may write. Choose another place.</source>
   <translation>{key} : impossible d'écrire {path}, car {folder} n'est pas un dossier où vous pouvez écrire. Choisissez un autre endroit.</translation>
  </message>
  <message>
   <source>{key}: {shown} cannot be opened as a raster or polygon layer.</source>
   <translation>{key} : impossible d'ouvrir {shown} comme couche raster ou de polygones.</translation>
  </message>
  <message>
   <source>{label_same} differ only in capitals or blanks and would be classes of their own: if they are one, spell them alike.</source>
   <translation>{label_same} ne diffèrent que par des majuscules ou des espaces et seraient des classes distinctes : si c'est la même, écrivez-la d'une seule façon.</translation>
  </message>
  <message>
   <source>{layer_name}: {what} is as set on the layer in QGIS.</source>
   <translation>{layer_name} : {what}, comme défini pour la couche dans QGIS.</translation>
  </message>
  <message>
   <source>{layer_path} is open as the layer '{layer_name}', which is read anew at the end.</source>
   <translation>{layer_path} est ouvert dans la couche « {layer_name} », qui sera relue à la fin.</translation>
  </message>
  <message>
   <source>{leave_out} of {labels} images overlap images of another split and are left out.</source>
   <translation>{leave_out} images sur {labels} recouvrent des images d'un autre sous-ensemble et sont écartées.</translation>
  </message>
  <message>
   <source>{lock_none} They are made for {found_path} (Python {found_text}).</source>
   <translation>{lock_none} Ils sont faits pour {found_path} (Python {found_text}).</translation>
  </message>
  <message>
   <source>{lock_versions} packages come from {wheels} and take {lock_installed} of the disk, in {duration_unpacking}.</source>
   <translation>{lock_versions} paquets viennent de {wheels} et prennent {lock_installed} du disque, en {duration_unpacking}.</translation>
  </message>
  <message>
   <source>{lock_versions} packages, {lock_download}, are loaded and take {lock_installed} of the disk: {quick} on a connection of 100 Mbit/s, {slow} on one of 10.</source>
   <translation>{lock_versions} paquets, {lock_download}, sont téléchargés et prennent {lock_installed} du disque : {quick} avec une connexion à 100 Mbit/s, {slow} à 10.</translation>
  </message>
  <message>
   <source>{lost} of {found} polygons cannot be placed in {projection_unit}: they lie where their coordinate reference system does not reach. Check it in the layer's properties, or delete them.</source>
   <translation>{lost} polygones sur {found} ne peuvent pas être placés en {projection_unit} : ils se trouvent hors du domaine de leur système de coordonnées de référence. Vérifiez-le dans les propriétés de la couche, ou supprimez-les.</translation>
  </message>
  <message>
   <source>{low} to {high}</source>
   <translation>{low} à {high}</translation>
  </message>
  <message>
   <source>{mapped_path} held other values when it was read again: is another program writing it? Wait until it has ended, and draw the points anew.</source>
   <translation>{mapped_path} contenait d'autres valeurs quand il a été relu : un autre programme l'écrit-il ? Attendez qu'il ait fini, et tirez de nouveau les points.</translation>
  </message>
  <message>
   <source>{masked} of {writing_windows} blocks lie wholly outside the mask and were not read.</source>
   <translation>{masked} blocs sur {writing_windows} sont entièrement hors du masque et n'ont pas été lus.</translation>
  </message>
  <message>
   <source>{message_partition} Two maps are compared pixel by pixel, so bring one onto the other's grid with QGIS's 'Warp (reproject)', nearest neighbour, first.</source>
   <translation>{message_partition} Deux cartes se comparent pixel par pixel : amenez d'abord l'une sur la grille de l'autre avec « Projection (warp) » de QGIS, au plus proche voisin.</translation>
  </message>
  <message>
   <source>{metres:.1f} m²</source>
   <translation>{metres} m²</translation>
  </message>
  <message>
   <source>{missing_count} of {pictures} tiles are not there on {host}: the image has no data in their places.</source>
   <translation>{missing_count} tuiles sur {pictures} ne sont pas sur {host} : l'image n'a pas de données à leur place.</translation>
  </message>
  <message>
   <source>{missing} of {count} images have no map ({told}). Maps of the others are in {folder}: correct or leave out these images, and run it again with RESUME.</source>
   <translation>{missing} images sur {count} n'ont pas de carte ({told}). Les cartes des autres sont dans {folder} : corrigez ou laissez de côté ces images, et relancez avec RESUME.</translation>
  </message>
  <message>
   <source>{missing} of {count} images have no map ({told}; and {missing_told} more, see the log). Maps of the others are in {folder}: correct or leave out these images, and run it again with RESUME.</source>
   <translation>{missing} images sur {count} n'ont pas de carte ({told} ; et {missing_told} autres, voir le journal). Les cartes des autres sont dans {folder} : corrigez ou laissez de côté ces images, et relancez avec RESUME.</translation>
  </message>
  <message>
   <source>{missing} of {written} patches were never written to {target}.</source>
   <translation>{missing} imagettes sur {written} n'ont jamais été écrites dans {target}.</translation>
  </message>
  <message>
   <source>{mistakes_sum} of {mistakes} patches are predicted wrongly.</source>
   <translation>{mistakes_sum} imagettes sur {mistakes} sont mal prédites.</translation>
  </message>
  <message>
   <source>{model_name} does not say what is unlike the places that it learned from: models of dense features (deep_features) and forests of pixels (pixel_forest) do, that were trained by this version on labels of two groups or more. Leave APPLICABILITY and UNSURE_OUTSIDE out, or train such a model.</source>
   <translation>{model_name} ne dit pas ce qui diffère des lieux qu'il a appris : le font les modèles à descripteurs profonds (deep_features) et les forêts de pixels (pixel_forest) entraînés par cette version sur des étiquettes d'au moins deux groupes. Renoncez à APPLICABILITY et UNSURE_OUTSIDE, ou entraînez un tel modèle.</translation>
  </message>
  <message>
   <source>{model} does not say what is unlike what it learned from.</source>
   <translation>{model} ne dit pas ce qui diffère de ce qu'il a appris.</translation>
  </message>
  <message>
   <source>{model} has a card already, which tells more than a new one could: use it as it is, or score it with 'Evaluate model'. To adopt a network in another way, give the file that Keras saved.</source>
   <translation>{model} a déjà une fiche, qui en dit plus qu'une nouvelle : utilisez-le tel quel, ou évaluez-le avec « Évaluer un modèle ». Pour adopter un réseau d'une autre façon, donnez le fichier que Keras a enregistré.</translation>
  </message>
  <message>
   <source>{model} on {dataset_name}</source>
   <translation>{model} sur {dataset_name}</translation>
  </message>
  <message>
   <source>{names_old}, unchanged</source>
   <translation>{names_old}, inchangé</translation>
  </message>
  <message>
   <source>{names} GPUs ({names_2})</source>
   <translation>{names} GPU ({names_2})</translation>
  </message>
  <message>
   <source>{names} layers have {styles} styles: give one for each, or none.</source>
   <translation>{names} couches ont {styles} styles : donnez-en un pour chacune, ou aucun.</translation>
  </message>
  <message>
   <source>{names}: what QGIS shows is resampled, for no transform fits the ground control points. It is used so, and the output is not placed by them, for other images or a CRS set on the layer do not go together with its own pixels.</source>
   <translation>{names} : ce que montre QGIS est rééchantillonné, car aucune transformation n'ajuste les points de contrôle. L'image est utilisée ainsi, et la sortie n'est pas placée par eux, car d'autres images ou un SCR défini pour la couche ne vont pas avec ses propres pixels.</translation>
  </message>
  <message>
   <source>{names}: what QGIS shows is resampled, for no transform fits the ground control points. Its own pixels are used, and the output gets the same ground control points.</source>
   <translation>{names} : ce que montre QGIS est rééchantillonné, car aucune transformation n'ajuste les points de contrôle. Ses propres pixels sont utilisés, et la sortie reçoit les mêmes points de contrôle.</translation>
  </message>
  <message>
   <source>{names}: what QGIS shows is resampled, for no transform fits the rational polynomials (RPC). It is used so, and the output is not placed by them, for other images or a CRS set on the layer do not go together with its own pixels.</source>
   <translation>{names} : ce que montre QGIS est rééchantillonné, car aucune transformation n'ajuste les polynômes rationnels (RPC). L'image est utilisée ainsi, et la sortie n'est pas placée par eux, car d'autres images ou un SCR défini pour la couche ne vont pas avec ses propres pixels.</translation>
  </message>
  <message>
   <source>{names}: what QGIS shows is resampled, for no transform fits the rational polynomials (RPC). Its own pixels are used, and the output gets the same rational polynomials (RPC).</source>
   <translation>{names} : ce que montre QGIS est rééchantillonné, car aucune transformation n'ajuste les polynômes rationnels (RPC). Ses propres pixels sont utilisés, et la sortie reçoit les mêmes polynômes rationnels (RPC).</translation>
  </message>
  <message>
   <source>{name} (added {turn})</source>
   <translation>{name} (ajout {turn})</translation>
  </message>
  <message>
   <source>{name} ({count} band)</source>
   <translation>{name} ({count} bande)</translation>
  </message>
  <message>
   <source>{name} ({count} bands)</source>
   <translation>{name} ({count} bandes)</translation>
  </message>
  <message>
   <source>{name} ({percent_probability}) or {other} ({percent_runner_up})</source>
   <translation>{name} ({percent_probability}) ou {other} ({percent_runner_up})</translation>
  </message>
  <message>
   <source>{name} cannot be imported: {error}</source>
   <translation>{name} ne peut pas être importé : {error}</translation>
  </message>
  <message>
   <source>{name} does not go together with {what}: its pixels measure {ours:.3g} m, expected {metres:.3g} m. Resample it with 'Warp (reproject)' first.</source>
   <translation>{name} ne va pas avec {what} : ses pixels font {ours} m, {metres} m attendus. Rééchantillonnez-la d'abord avec « Projection (warp) ».</translation>
  </message>
  <message>
   <source>{name} does not go together with {what}: its stored numbers mean other values, with {other}. Choose images of one kind, or convert this one first.</source>
   <translation>{name} ne va pas avec {what} : ses nombres stockés représentent d'autres valeurs, avec {other}. Choisissez des images d'une seule sorte, ou convertissez d'abord celle-ci.</translation>
  </message>
  <message>
   <source>{name} does not go together with {what}: its {fact} is {got}, expected {wanted}. Choose images of one kind, or convert this one first.</source>
   <translation>{name} ne va pas avec {what} ({fact}) : {got}, attendu {wanted}. Choisissez des images d'une seule sorte, ou convertissez d'abord celle-ci.</translation>
  </message>
  <message>
   <source>{name} does not overlap the image: it reaches over {extent_grid}, the image over {extent_image} (x min, y min, x max, y max). Check both coordinate reference systems.</source>
   <translation>{name} ne recouvre pas l'image : son emprise est {extent_grid}, celle de l'image {extent_image} (x min, y min, x max, y max). Vérifiez les deux systèmes de coordonnées de référence.</translation>
  </message>
  <message>
   <source>{name} has bands 1 to {count}, but band {missing} was asked for.</source>
   <translation>{name} a les bandes 1 à {count}, mais la bande {missing} est demandée.</translation>
  </message>
  <message>
   <source>{name} has no raster bands that could be read.</source>
   <translation>{name} n'a pas de bandes raster lisibles.</translation>
  </message>
  <message>
   <source>{name} has pixels of {sizes} map units, {first_name} of {sizes_2}: images that are read as one have pixels of one size. Resample them with 'Warp (reproject)', or draw a map of each.</source>
   <translation>{name} a des pixels de {sizes} unités de carte, {first_name} de {sizes_2} : des images lues comme une seule ont des pixels d'une même taille. Rééchantillonnez-les avec « Projection (warp) », ou dessinez une carte de chacune.</translation>
  </message>
  <message>
   <source>{name} has {image_bands} bands of {image_dtype}, {first_name} has {first_bands} of {first_dtype}: images that are read as one have the same.</source>
   <translation>{name} a {image_bands} bandes de {image_dtype}, {first_name} a {first_bands} de {first_dtype} : des images lues comme une seule ont les mêmes.</translation>
  </message>
  <message>
   <source>{name} has {source_bands} bands, but a class map has one, of codes: give that, or extract it from the bands.</source>
   <translation>{name} a {source_bands} bandes, mais une carte de classes en a une, de codes : donnez-la, ou extrayez-la des bandes.</translation>
  </message>
  <message>
   <source>{name} holds no folds of its labels: extract the patches again with the field that says them (FOLD_FIELD; 'Split labels' with FOLDS writes one), or make folds by groups.</source>
   <translation>{name} ne contient pas de plis de ses étiquettes : extrayez de nouveau les imagettes avec le champ qui les dit (FOLD_FIELD ; « Répartir les étiquettes » avec FOLDS en écrit un), ou faites des plis par groupes.</translation>
  </message>
  <message>
   <source>{name} holds numbers that are no weights</source>
   <translation>{name} contient des nombres qui ne sont pas des poids</translation>
  </message>
  <message>
   <source>{name} holds what is no number</source>
   <translation>{name} contient autre chose que des nombres</translation>
  </message>
  <message>
   <source>{name} is a function:</source>
   <translation>{name} est une fonction :</translation>
  </message>
  <message>
   <source>{name} is in {ours_crs}, {first_name} is in {theirs_crs}: images that are read as one have the same CRS. Bring them into one with 'Warp (reproject)', or draw a map of each.</source>
   <translation>{name} est en {ours_crs}, {first_name} est en {theirs_crs} : des images lues comme une seule ont le même SCR. Amenez-les dans un seul avec « Projection (warp) », ou dessinez une carte de chacune.</translation>
  </message>
  <message>
   <source>{name} is no name of an array</source>
   <translation>{name} n'est pas le nom d'un tableau</translation>
  </message>
  <message>
   <source>{name} is of type {source_dtype}, but the codes of classes are whole numbers: convert it to bytes ('Translate') first.</source>
   <translation>{name} est de type {source_dtype}, mais les codes des classes sont des entiers : convertissez-la d'abord en octets (« Convertir »).</translation>
  </message>
  <message>
   <source>{name} is {shape} {array_dtype}, expected {needed} float16 or float32</source>
   <translation>{name} est {shape} {array_dtype}, attendu {needed} float16 ou float32</translation>
  </message>
  <message>
   <source>{name} must be an object, got {shown_values}</source>
   <translation>{name} doit être un objet ; valeur reçue : {shown_values}</translation>
  </message>
  <message>
   <source>{name} must hold numbers from 0 to {limit}</source>
   <translation>{name} doit contenir des nombres de 0 à {limit}</translation>
  </message>
  <message>
   <source>{name} of {script_name} failed on {place}</source>
   <translation>{name} de {script_name} a échoué sur {place}</translation>
  </message>
  <message>
   <source>{name} of {script_name} must return {expected}; for {place} it returned {got}.</source>
   <translation>{name} de {script_name} doit renvoyer {expected} ; pour {place}, elle a renvoyé {got}.</translation>
  </message>
  <message>
   <source>{name} takes plain arguments only, no = and no *.</source>
   <translation>{name} ne prend que des arguments simples, sans = ni *.</translation>
  </message>
  <message>
   <source>{name} takes {function_low} or more values, here it has {count}.</source>
   <translation>{name} prend {function_low} valeurs ou plus, ici elle en a {count}.</translation>
  </message>
  <message>
   <source>{name} takes {function_low} values, here it has {count}.</source>
   <translation>{name} prend {function_low} valeurs, ici elle en a {count}.</translation>
  </message>
  <message>
   <source>{name} {area:.3g} ha</source>
   <translation>{name} {area} ha</translation>
  </message>
  <message>
   <source>{name} {area:.3g} ha, {gone:d} whole</source>
   <translation>{name} {area} ha, {gone} en entier</translation>
  </message>
  <message>
   <source>{name} {gone:d} whole</source>
   <translation>{name} {gone} en entier</translation>
  </message>
  <message>
   <source>{name}, band {band}</source>
   <translation>{name}, bande {band}</translation>
  </message>
  <message>
   <source>{name}.{each_name} is missing</source>
   <translation>il manque {name}.{each_name}</translation>
  </message>
  <message>
   <source>{name}: band {number} is called alpha, but its values are no mask's: it is read as a band like the others (ALPHA mask makes it a mask).</source>
   <translation>{name} : la bande {number} est dite alpha, mais ses valeurs ne sont pas celles d'un masque : elle est lue comme les autres bandes (ALPHA mask en fait un masque).</translation>
  </message>
  <message>
   <source>{name}: band {number}, called alpha, is one of the {count} bands.</source>
   <translation>{name} : la bande {number}, dite alpha, est l'une des {count} bandes.</translation>
  </message>
  <message>
   <source>{name}: band {number}, called alpha, is read as a mask: it is mostly nothing or all (ALPHA band makes it a band).</source>
   <translation>{name} : la bande {number}, dite alpha, est lue comme un masque : elle vaut presque partout zéro ou le maximum (ALPHA band en fait une bande).</translation>
  </message>
  <message>
   <source>{name}: numbers are used as stored, without scale and offset ({told}).</source>
   <translation>{name} : les nombres sont utilisés tels que stockés, sans échelle ni décalage ({told}).</translation>
  </message>
  <message>
   <source>{name}: values are the stored numbers times the scale plus the offset that the file declares ({told}); STORED_VALUES takes the numbers as they are.</source>
   <translation>{name} : les valeurs sont les nombres stockés multipliés par l'échelle, plus le décalage, que déclare le fichier ({told}) ; STORED_VALUES prend les nombres tels quels.</translation>
  </message>
  <message>
   <source>{name}: whole numbers of 64 bits are read as {source_dtype}, exactly.</source>
   <translation>{name} : les entiers de 64 bits sont lus comme {source_dtype}, exactement.</translation>
  </message>
  <message>
   <source>{name}: {area:.2f} ha.</source>
   <translation>{name} : {area} ha.</translation>
  </message>
  <message>
   <source>{name}: {count} points, {hectares_area} ha on the map.</source>
   <translation>{name} : {count} points, {hectares_area} ha sur la carte.</translation>
  </message>
  <message>
   <source>{name}: {describe_gaps_much}: left out.</source>
   <translation>{name} : {describe_gaps_much} : laissé de côté.</translation>
  </message>
  <message>
   <source>{name}: {image_few}, if that is too much to lose.</source>
   <translation>{name} : {image_few}, si c'est trop à perdre.</translation>
  </message>
  <message>
   <source>{name}: {image_much}, or set EMPTY_BANDS to leave_out.</source>
   <translation>{name} : {image_much}, ou mettez EMPTY_BANDS à leave_out.</translation>
  </message>
  <message>
   <source>{near_sum} of {kept} patches lie within {buffer} pixels of a patch of another split and are left out; no training patch overlaps a validation patch.</source>
   <translation>{near_sum} imagettes sur {kept} sont à moins de {buffer} pixels d'une imagette d'un autre sous-ensemble et sont écartées ; aucune imagette d'apprentissage ne recouvre une imagette de validation.</translation>
  </message>
  <message>
   <source>{node_func} cannot be called.</source>
   <translation>{node_func} ne peut pas être appelé.</translation>
  </message>
  <message>
   <source>{node_value} is not allowed.</source>
   <translation>{node_value} : ce n'est pas permis.</translation>
  </message>
  <message>
   <source>{numbers} in no coordinate reference system</source>
   <translation>{numbers} sans système de coordonnées de référence</translation>
  </message>
  <message>
   <source>{numbers} in {crs_name_crs}</source>
   <translation>{numbers} en {crs_name_crs}</translation>
  </message>
  <message>
   <source>{number} of {count} {what} {reason}.</source>
   <translation>{what}, {number} sur {count} : {reason}.</translation>
  </message>
  <message>
   <source>{older_path} has bands {older_bands}, the patches {bands}: its weights are taken in this order.</source>
   <translation>{older_path} a les bandes {older_bands}, les imagettes {bands} : ses poids sont pris dans cet ordre.</translation>
  </message>
  <message>
   <source>{older_path} wants its pixels scaled by '{older_scaling}', here each band is brought to mean 0 and spread 1.</source>
   <translation>{older_path} veut ses pixels mis à l'échelle par '{older_scaling}', ici chaque bande est ramenée à une moyenne de 0 et un écart-type de 1.</translation>
  </message>
  <message>
   <source>{one_size}Patches can only reach over its edge: draw it larger, or choose a smaller patch.</source>
   <translation>{one_size}Les imagettes ne peuvent que dépasser de son bord : dessinez-le plus grand, ou choisissez une imagette plus petite.</translation>
  </message>
  <message>
   <source>{one_size}That is less than half a patch, and none is cut by default: </source>
   <translation>{one_size}C'est moins d'une demi-imagette, et par défaut aucune n'est extraite : </translation>
  </message>
  <message>
   <source>{other_name} has other ground control points or rational polynomials than {name}.</source>
   <translation>{other_name} a d'autres points de contrôle ou polynômes rationnels que {name}.</translation>
  </message>
  <message>
   <source>{other_name} has pixels of {sizes} map units, {name} of {sizes_2}.</source>
   <translation>{other_name} a des pixels de {sizes} unités de carte, {name} de {sizes_2}.</translation>
  </message>
  <message>
   <source>{other_name} is in {other_crs}, {name} is in {crs_name_crs}.</source>
   <translation>{other_name} est en {other_crs}, {name} est en {crs_name_crs}.</translation>
  </message>
  <message>
   <source>{other_name} is shifted against {name} by {col:.6g} columns and {row:.6g} rows ({transform_transform:.10g}, {transform_transform_2:.10g} map units).</source>
   <translation>{other_name} est décalé par rapport à {name} de {col} colonnes et {row} lignes ({transform_transform}, {transform_transform_2} unités de carte).</translation>
  </message>
  <message>
   <source>{other_name} is {other_width} x {other_height} pixels, {name} is {width} x {height}.</source>
   <translation>{other_name} fait {other_width} x {other_height} pixels, {name} en fait {width} x {height}.</translation>
  </message>
  <message>
   <source>{output} is the network itself, which stays as it is: write the model to another file.</source>
   <translation>{output} est le réseau lui-même, qui reste tel quel : écrivez le modèle dans un autre fichier.</translation>
  </message>
  <message>
   <source>{part} patches at once are too many for the memory of the device; from here on {half} are computed together.</source>
   <translation>{part} imagettes à la fois sont trop pour la mémoire de l'appareil ; à partir d'ici, {half} sont calculées ensemble.</translation>
  </message>
  <message>
   <source>{patches_folder} has no labelled pixels of {repr_missing} to train on: another class is labelled over them. Draw the polygons apart.</source>
   <translation>{patches_folder} n'a pas de pixels étiquetés {repr_missing} pour l'apprentissage : une autre classe est étiquetée par-dessus. Dessinez les polygones à l'écart les uns des autres.</translation>
  </message>
  <message>
   <source>{patches} patch</source>
   <translation>{patches} imagette</translation>
  </message>
  <message>
   <source>{patches} patches</source>
   <translation>{patches} imagettes</translation>
  </message>
  <message>
   <source>{path_name} cannot be brought onto the image's grid: GDAL gives no reason. Align it with 'Warp (reproject)' first.</source>
   <translation>{path_name} ne peut pas être ramené sur la grille de l'image : GDAL ne donne pas de raison. Alignez-le d'abord avec « Projection (warp) ».</translation>
  </message>
  <message>
   <source>{path_name} cannot be brought onto the image's grid: {failures}. Align it with 'Warp (reproject)' first.</source>
   <translation>{path_name} ne peut pas être ramené sur la grille de l'image : {failures}. Alignez-le d'abord avec « Projection (warp) ».</translation>
  </message>
  <message>
   <source>{path_name} cannot be written in {path_parent}: {failures_strip}. Is the disk full? Free it, or choose another folder.</source>
   <translation>{path_name} ne peut pas être écrit dans {path_parent} : {failures_strip}. Le disque est-il plein ? Libérez de la place, ou choisissez un autre dossier.</translation>
  </message>
  <message>
   <source>{path_name} cannot be written with the layout vrt, which is a VRT that joins tiles: let the name end in .vrt, or choose another LAYOUT.</source>
   <translation>{path_name} ne peut pas être écrit sous la forme vrt, qui est un VRT assemblant des dalles : terminez le nom par .vrt, ou choisissez un autre LAYOUT.</translation>
  </message>
  <message>
   <source>{path_name} cannot be written with the layout {layout}: a name that ends in .vrt is that of tiles and a VRT that joins them (LAYOUT vrt, where there is one). Choose that, or let the name end in .tif.</source>
   <translation>{path_name} ne peut pas être écrit sous la forme {layout} : un nom en .vrt est celui de dalles et du VRT qui les assemble (LAYOUT vrt, là où il existe). Choisissez-le, ou terminez le nom par .tif.</translation>
  </message>
  <message>
   <source>{path_name} cannot be written: outputs are GeoTIFF, so let the name end in .tif.</source>
   <translation>Impossible d'écrire {path_name} : les sorties sont en GeoTIFF, le nom doit donc se terminer par .tif.</translation>
  </message>
  <message>
   <source>{path_name} holds no class: all of its pixels are 0 or without data. Give a class map, such as 'Predict map' draws.</source>
   <translation>{path_name} ne contient aucune classe : tous ses pixels valent 0 ou sont sans données. Donnez une carte de classes, comme en dessine « Prédire une carte ».</translation>
  </message>
  <message>
   <source>{path_name} holds the code {min_codes}, but classes have codes from 1 on: reclassify it first.</source>
   <translation>{path_name} contient le code {min_codes}, mais les codes des classes commencent à 1 : reclassez-la d'abord.</translation>
  </message>
  <message>
   <source>{path_name} holds whole numbers from {low} to {high}, but only those from -{exact} to {exact_2} can be computed with exactly: reclassify it, or subtract a constant, first.</source>
   <translation>{path_name} contient des nombres entiers de {low} à {high}, mais seuls ceux de -{exact} à {exact_2} se calculent exactement : reclassez l'image, ou soustrayez d'abord une constante.</translation>
  </message>
  <message>
   <source>{path_name} lies on another grid than the image: it is resampled to the image by nearest neighbour.</source>
   <translation>{path_name} est sur une autre grille que l'image : il est rééchantillonné sur l'image au plus proche voisin.</translation>
  </message>
  <message>
   <source>{path_name}: vector files ending in '.{extension}' cannot be written; use .gpkg.</source>
   <translation>{path_name} : impossible d'écrire des fichiers vecteur qui se terminent par « .{extension} » ; utilisez .gpkg.</translation>
  </message>
  <message>
   <source>{path_name}… in {path_parent} cannot be written: its name has {size} bytes, and the disk keeps such names up to {longest}. Choose a shorter name.</source>
   <translation>Impossible d'écrire {path_name}… dans {path_parent} : son nom a {size} octets, et le disque accepte des noms jusqu'à {longest}. Choisissez un nom plus court.</translation>
  </message>
  <message>
   <source>{path_parent} is not a whole patch dataset: {path_name} is missing. Extract the patches again.</source>
   <translation>{path_parent} n'est pas un jeu d'imagettes complet : il manque {path_name}. Extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>{paths_classes} is there already and has no record beside it, so it is no map of this tool: move it away, or give OUTPUT another folder.</source>
   <translation>{paths_classes} existe déjà et n'a pas d'enregistrement à côté, ce n'est donc pas une carte de cet outil : déplacez ce fichier, ou donnez à OUTPUT un autre dossier.</translation>
  </message>
  <message>
   <source>{path} brings code of its own ({name}), which is never run: give a network made of Keras' own layers alone, without Lambda.</source>
   <translation>{path} apporte du code à lui ({name}), qui n'est jamais exécuté : donnez un réseau fait des seules couches de Keras, sans Lambda.</translation>
  </message>
  <message>
   <source>{path} cannot be opened as a vector layer.</source>
   <translation>Impossible d'ouvrir {path} comme couche vecteur.</translation>
  </message>
  <message>
   <source>{path} cannot be read ({error}): {remedy}.</source>
   <translation>{path} est illisible ({error}) : {remedy}.</translation>
  </message>
  <message>
   <source>{path} cannot be read: {error}.</source>
   <translation>Impossible de lire {path} : {error}.</translation>
  </message>
  <message>
   <source>{path} cannot be removed: {error_strerror}. Close other QGIS windows, and try again.</source>
   <translation>Impossible de supprimer {path} : {error_strerror}. Fermez les autres fenêtres de QGIS, et réessayez.</translation>
  </message>
  <message>
   <source>{path} cannot be written: /{kind}/ is for reading only, because outputs appear when they are whole, which takes a folder on a disk. Write there, and copy the files afterwards with the storage's own program.</source>
   <translation>Impossible d'écrire {path} : /{kind}/ est en lecture seule, car les sorties apparaissent quand elles sont entières, ce qui demande un dossier sur un disque. Écrivez là, et copiez ensuite les fichiers avec le programme propre à ce stockage.</translation>
  </message>
  <message>
   <source>{path} cannot be written: it is a folder.</source>
   <translation>Impossible d'écrire {path} : c'est un dossier.</translation>
  </message>
  <message>
   <source>{path} cannot be written: there is no folder {path_parent}. Choose a folder that exists, or create it.</source>
   <translation>Impossible d'écrire {path} : il n'y a pas de dossier {path_parent}. Choisissez un dossier qui existe, ou créez-le.</translation>
  </message>
  <message>
   <source>{path} cannot be written: you may not write into {path_parent}. Choose another folder.</source>
   <translation>Impossible d'écrire {path} : vous n'avez pas le droit d'écrire dans {path_parent}. Choisissez un autre dossier.</translation>
  </message>
  <message>
   <source>{path} cannot be written: {shortened_failures}. Is the disk full? Make room there, or choose another folder.</source>
   <translation>Impossible d'écrire {path} : {shortened_failures}. Le disque est-il plein ? Faites-y de la place, ou choisissez un autre dossier.</translation>
  </message>
  <message>
   <source>{path} cannot be written: {shortened_failure}. Is the disk full? Make room there, or choose another folder.</source>
   <translation>Impossible d'écrire {path} : {shortened_failure}. Le disque est-il plein ? Faites-y de la place, ou choisissez un autre dossier.</translation>
  </message>
  <message>
   <source>{path} does not hold the ImageNet weights of {kind_name} ({error}): give the file {kind_weights_file}, or leave it empty to have it fetched.</source>
   <translation>{path} ne contient pas les poids ImageNet de {kind_name} ({error}) : donnez le fichier {kind_weights_file}, ou laissez vide pour qu'il soit téléchargé.</translation>
  </message>
  <message>
   <source>{path} does not hold the weights of EfficientNet-Lite0 that come with the plugin ({why}): give its {weights_name} or none.</source>
   <translation>{path} ne contient pas les poids d'EfficientNet-Lite0 livrés avec l'extension ({why}) : donnez son {weights_name}, ou rien.</translation>
  </message>
  <message>
   <source>{path} does not hold the weights of EfficientNet-Lite0 that come with the plugin ({why}): install the plugin again.</source>
   <translation>{path} ne contient pas les poids d'EfficientNet-Lite0 livrés avec l'extension ({why}) : réinstallez l'extension.</translation>
  </message>
  <message>
   <source>{path} does not tell its bands and how it wants their pixels: its weights are taken for {told} in this order, and each band is brought to mean 0 and spread 1.</source>
   <translation>{path} ne dit ni ses bandes ni comment il en veut les pixels : ses poids sont pris pour {told} dans cet ordre, et chaque bande est ramenée à une moyenne de 0 et un écart-type de 1.</translation>
  </message>
  <message>
   <source>{path} does not tell its classes: the weights of its last layer are taken for {told} in this order.</source>
   <translation>{path} ne dit pas ses classes : les poids de sa dernière couche sont pris pour {told} dans cet ordre.</translation>
  </message>
  <message>
   <source>{path} exists and holds {count} features in the layer '{name}', which would be lost: choose another name.</source>
   <translation>{path} existe et contient {count} entités dans la couche « {name} », qui seraient perdues : choisissez un autre nom.</translation>
  </message>
  <message>
   <source>{path} has a colour table, so its values are no brightness: convert such images with 'PCT to RGB' first.</source>
   <translation>{path} a une table de couleurs, ses valeurs ne sont donc pas une luminosité : convertissez d'abord ces images avec « PCT vers RVB ».</translation>
  </message>
  <message>
   <source>{path} has bands {older_bands}, the patches {told}; {bands_namesakes}.</source>
   <translation>{path} a les bandes {older_bands}, les imagettes {told} ; {bands_namesakes}.</translation>
  </message>
  <message>
   <source>{path} has classes {older_classes}, the patches {told}, so the last layer is replaced; {classes_namesakes}.</source>
   <translation>{path} a les classes {older_classes}, les imagettes {told}, la dernière couche est donc remplacée ; {classes_namesakes}.</translation>
  </message>
  <message>
   <source>{path} has no card of Poplar NN, so its classes and scaling are not known: give a model that 'Train model' has written, or make a card for a network of your own with 'Adopt a Keras model'.</source>
   <translation>{path} n'a pas de fiche de Poplar NN, ses classes et sa mise à l'échelle ne sont donc pas connues : donnez un modèle écrit par « Entraîner un modèle », ou faites une fiche à un réseau de votre cru avec « Adopter un modèle Keras ».</translation>
  </message>
  <message>
   <source>{path} has no map: {error}</source>
   <translation>{path} n'a pas de carte : {error}</translation>
  </message>
  <message>
   <source>{path} has {kernel_shape} bands without names, the patches {told}: each starts with the mean of all.</source>
   <translation>{path} a {kernel_shape} bandes sans noms, les imagettes {told} : chacune part de la moyenne de toutes.</translation>
  </message>
  <message>
   <source>{path} has {old_shape} classes without names, the patches {told}, so the last layer starts at random.</source>
   <translation>{path} a {old_shape} classes sans noms, les imagettes {told}, la dernière couche part donc du hasard.</translation>
  </message>
  <message>
   <source>{path} holds no network ({error}): {remedy}.</source>
   <translation>{path} ne contient pas de réseau ({error}) : {remedy}.</translation>
  </message>
  <message>
   <source>{path} holds values that are not real numbers; convert it first.</source>
   <translation>{path} contient des valeurs qui ne sont pas des nombres réels ; convertissez-le d'abord.</translation>
  </message>
  <message>
   <source>{path} is a file in the old format of Keras (HDF5), which is not opened: convert it where it was made: keras.saving.load_model({path_name}, compile=False).save({path_stem}), with Keras 3.</source>
   <translation>{path} est un fichier à l'ancien format de Keras (HDF5), qui n'est pas ouvert : convertissez-le là où il a été fait : keras.saving.load_model({path_name}, compile=False).save({path_stem}), avec Keras 3.</translation>
  </message>
  <message>
   <source>{path} is a folder, as TensorFlow's SavedModel is, not a .keras file: convert it where it was made: keras.saving.load_model({path_name}, compile=False).save({path_stem}), with Keras 3.</source>
   <translation>{path} est un dossier, comme un SavedModel de TensorFlow, et non un fichier .keras : convertissez-le là où il a été fait : keras.saving.load_model({path_name}, compile=False).save({path_stem}), avec Keras 3.</translation>
  </message>
  <message>
   <source>{path} is a folder, not a file: name a file.</source>
   <translation>{path} est un dossier, et non un fichier : indiquez un fichier.</translation>
  </message>
  <message>
   <source>{path} is both an input and an output; give the output another name.</source>
   <translation>{path} est à la fois une entrée et une sortie ; donnez un autre nom à la sortie.</translation>
  </message>
  <message>
   <source>{path} is damaged ({error}): train the model again.</source>
   <translation>{path} est endommagé ({error}) : entraînez de nouveau le modèle.</translation>
  </message>
  <message>
   <source>{path} is damaged ({reason}): export the patches again, or remove that file to import the images as they are.</source>
   <translation>{path} est endommagé ({reason}) : exportez de nouveau les imagettes, ou supprimez ce fichier pour importer les images telles quelles.</translation>
  </message>
  <message>
   <source>{path} is damaged ({rstrip_said}): extract the patches again.</source>
   <translation>{path} est endommagé ({rstrip_said}) : extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>{path} is damaged or does not match {meta}: {error}. Extract the patches again.</source>
   <translation>{path} est endommagé ou ne correspond pas à {meta} : {error}. Extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>{path} is damaged: install the plugin again.</source>
   <translation>{path} est endommagé : réinstallez l'extension.</translation>
  </message>
  <message>
   <source>{path} is given twice as an output.</source>
   <translation>{path} est donné deux fois comme sortie.</translation>
  </message>
  <message>
   <source>{path} is not a .keras model file, or is damaged ({error}): {remedy}, or give another file.</source>
   <translation>{path} n'est pas un fichier de modèle .keras, ou est endommagé ({error}) : {remedy}, ou donnez un autre fichier.</translation>
  </message>
  <message>
   <source>{path} is not a .keras model file.</source>
   <translation>{path} n'est pas un fichier de modèle .keras.</translation>
  </message>
  <message>
   <source>{path} is not a .keras model file: give one that Keras 3 has saved.</source>
   <translation>{path} n'est pas un fichier de modèle .keras : donnez-en un que Keras 3 a enregistré.</translation>
  </message>
  <message>
   <source>{path} is not a list that 'Export patches' wrote ({error}): export the patches again, or remove that file (groups are then lost).</source>
   <translation>{path} n'est pas une liste écrite par « Exporter des imagettes » ({error}) : exportez de nouveau les imagettes, ou supprimez ce fichier (les groupes sont alors perdus).</translation>
  </message>
  <message>
   <source>{path} is not a model of dense features.</source>
   <translation>{path} n'est pas un modèle à descripteurs profonds.</translation>
  </message>
  <message>
   <source>{path} lacks the footprints of {missing} of {found} patches (the first is patch {missing_2}): extract the patches again.</source>
   <translation>Il manque à {path} les emprises de {missing} imagettes sur {found} (la première est l'imagette {missing_2}) : extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>{path} puts the group '{row_group}' into the folds {known} and {row_fold}, and a fold holds whole groups: give all its lines one fold, or leave the column empty.</source>
   <translation>{path} met le groupe « {row_group} » dans les plis {known} et {row_fold}, et un pli contient des groupes entiers : donnez un seul pli à toutes ses lignes, ou laissez la colonne vide.</translation>
  </message>
  <message>
   <source>{path} was left after epoch {told_epoch}: training goes on from there.</source>
   <translation>{path} a été laissé après l'époque {told_epoch} : l'apprentissage reprend à partir de là.</translation>
  </message>
  <message>
   <source>{path} was left by another training (other {keys}): this one begins anew, and replaces it.</source>
   <translation>{path} a été laissé par un autre apprentissage (autres {keys}) : celui-ci recommence à zéro, et le remplace.</translation>
  </message>
  <message>
   <source>{path} was written by a newer Poplar NN (format {written}, this one reads {value}): update the plugin.</source>
   <translation>{path} a été écrit par une version plus récente de Poplar NN (format {written}, celle-ci lit {value}) : mettez l'extension à jour.</translation>
  </message>
  <message>
   <source>{path}, left by an interrupted training, is damaged ({error}): remove it, or train without resuming.</source>
   <translation>{path}, laissé par un apprentissage interrompu, est endommagé ({error}) : supprimez-le, ou faites l'apprentissage sans reprendre.</translation>
  </message>
  <message>
   <source>{piece_url} sends a picture of {found_size} x {found_size_2} pixels where {width} x {height} were asked for.</source>
   <translation>{piece_url} envoie une image de {found_size} x {found_size_2} pixels là où {width} x {height} étaient demandés.</translation>
  </message>
  <message>
   <source>{piece_url} sends {body} bytes that are no picture of 8 bits a band: choose another format, such as image/png.</source>
   <translation>{piece_url} envoie {body} octets qui ne sont pas une image de 8 bits par bande : choisissez un autre format, comme image/png.</translation>
  </message>
  <message>
   <source>{plain_count} of {pictures} pictures are white or black all over, as {host} sends them where it has no image: the image has no data there (BLANK keep makes them pixels).</source>
   <translation>{plain_count} images sur {pictures} sont entièrement blanches ou noires, comme en envoie {host} là où il n'a pas d'image : l'image n'y a pas de données (BLANK keep en fait des pixels).</translation>
  </message>
  <message>
   <source>{platform_platform}, {platform_machine}, {os_cpu_count} threads</source>
   <translation>{platform_platform}, {platform_machine}, {os_cpu_count} fils d'exécution</translation>
  </message>
  <message>
   <source>{polygons_inside} of {polygons} label polygons lie off the image and are left out, among them all of: {names}.</source>
   <translation>{polygons_inside} polygones d'étiquettes sur {polygons} sont hors de l'image et sont écartés, dont tous ceux de : {names}.</translation>
  </message>
  <message>
   <source>{polygons_inside} of {polygons} label polygons lie off the image and are left out.</source>
   <translation>{polygons_inside} polygones d'étiquettes sur {polygons} sont hors de l'image et sont écartés.</translation>
  </message>
  <message>
   <source>{polygons} in {groups_unit}, </source>
   <translation>{polygons} en {groups_unit}, </translation>
  </message>
  <message>
   <source>{pool_count} trainings at a time, on one GPU each.</source>
   <translation>{pool_count} entraînements à la fois, sur un GPU chacun.</translation>
  </message>
  <message>
   <source>{pool_count} trainings at a time, on one core each.</source>
   <translation>{pool_count} entraînements à la fois, sur un cœur chacun.</translation>
  </message>
  <message>
   <source>{pool_count} trainings at a time, on {pool_cores} cores each.</source>
   <translation>{pool_count} entraînements à la fois, sur {pool_cores} cœurs chacun.</translation>
  </message>
  <message>
   <source>{python} was to be the worker's Python, but does not answer like one ({reason}). Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run poplarnn:checkinstallation -- INSTALL=1), or set {variable} to the Python of an environment that is complete.</source>
   <translation>{python} devait être le Python du worker, mais ne répond pas comme un Python ({reason}). Lancez l'algorithme « Vérifier l'installation » en cochant « Installer » (qgis_process run poplarnn:checkinstallation -- INSTALL=1), ou mettez dans {variable} le Python d'un environnement complet.</translation>
  </message>
  <message>
   <source>{qgis_qgis_version}, Qt {qversion}</source>
   <translation>{qgis_qgis_version}, Qt {qversion}</translation>
  </message>
  <message>
   <source>{round_size} MB</source>
   <translation>{round_size} Mo</translation>
  </message>
  <message>
   <source>{row_class}: {row_areas} went, {row_lost_ha:.2f} ha lost and {row_won_ha:.2f} ha won by that.</source>
   <translation>{row_class} : {row_areas} en moins, ce qui fait {row_lost_ha} ha perdus et {row_won_ha} ha gagnés.</translation>
  </message>
  <message>
   <source>{row_key:.0f} ({interval:.0f} to {interval_2:.0f})</source>
   <translation>{row_key} ({interval} à {interval_2})</translation>
  </message>
  <message>
   <source>{row_name} ({row_samples}: up to {row_samples_2:.0f} in 100)</source>
   <translation>{row_name} ({row_samples} : jusqu'à {row_samples_2} sur 100)</translation>
  </message>
  <message>
   <source>{row_size} → all {row_kept}, {least} place</source>
   <translation>{row_size} → toutes les {row_kept}, {least} lieu</translation>
  </message>
  <message>
   <source>{row_size} → all {row_kept}, {least} places</source>
   <translation>{row_size} → toutes les {row_kept}, {least} lieux</translation>
  </message>
  <message>
   <source>{row_size} → none</source>
   <translation>{row_size} → aucune</translation>
  </message>
  <message>
   <source>{row_size} → {row_kept} of {names}, {least} place, not {listed_without}</source>
   <translation>{row_size} → {row_kept} sur {names}, {least} lieu, pas {listed_without}</translation>
  </message>
  <message>
   <source>{row_size} → {row_kept} of {names}, {least} places, not {listed_without}</source>
   <translation>{row_size} → {row_kept} sur {names}, {least} lieux, pas {listed_without}</translation>
  </message>
  <message>
   <source>{rule_count} folds need at least {rule_count_2} {rule_by}, and {folder_name} has {found} (of classes that lie in two or more): ask for fewer folds, or label more places.</source>
   <translation>{rule_count} plis demandent au moins {rule_count_2} {rule_by}, et {folder_name} en a {found} (de classes qui se trouvent dans deux ou plus) : demandez moins de plis, ou étiquetez d'autres lieux.</translation>
  </message>
  <message>
   <source>{run} of {settings_epochs}, weights of epoch {kept}</source>
   <translation>{run} sur {settings_epochs}, poids de l'époque {kept}</translation>
  </message>
  <message>
   <source>{run} to {run_2}</source>
   <translation>{run} à {run_2}</translation>
  </message>
  <message>
   <source>{samples_recipe}: macro F1 {found_macro_f1:.3f} on polygons held out.</source>
   <translation>{samples_recipe} : F1 moyen de {found_macro_f1} sur des polygones mis de côté.</translation>
  </message>
  <message>
   <source>{scale:g} and {offset:g}</source>
   <translation>{scale} et {offset}</translation>
  </message>
  <message>
   <source>{score_value} ({score_interval} to {score_interval_2})</source>
   <translation>{score_value} ({score_interval} à {score_interval_2})</translation>
  </message>
  <message>
   <source>{scored_placed} of {scored} patches have no footprint in {source} any more and are not shown: extract the patches again.</source>
   <translation>{scored_placed} imagettes sur {scored} n'ont plus d'emprise dans {source} et ne sont pas montrées : extrayez de nouveau les imagettes.</translation>
  </message>
  <message>
   <source>{script_name} cannot be loaded</source>
   <translation>{script_name} ne peut pas être chargé</translation>
  </message>
  <message>
   <source>{script} defines no function {name}; it defines none.</source>
   <translation>{script} ne définit pas de fonction {name} ; il n'en définit aucune.</translation>
  </message>
  <message>
   <source>{script} defines no function {name}; it defines {defined}.</source>
   <translation>{script} ne définit pas de fonction {name} ; il définit {defined}.</translation>
  </message>
  <message>
   <source>{script} is no Python file: its name must end in .py.</source>
   <translation>{script} n'est pas un fichier Python : son nom doit se terminer par .py.</translation>
  </message>
  <message>
   <source>{seen_n:.4g} becomes {learned_n:.4g}</source>
   <translation>{seen_n} devient {learned_n}</translation>
  </message>
  <message>
   <source>{setting_name} must be {lacking_value}, got {value}.</source>
   <translation>{setting_name} doit être {lacking_value} ; valeur reçue : {value}.</translation>
  </message>
  <message>
   <source>{setting_title} of the {title_lower} must be {setting_allowed}, got {value}.</source>
   <translation>{title_lower} : « {setting_title} » doit être {setting_allowed} ; valeur reçue : {value}.</translation>
  </message>
  <message>
   <source>{settings_architecture} on {folder_name}, {result_folds} folds {title}</source>
   <translation>{settings_architecture} sur {folder_name}, {result_folds} plis {title}</translation>
  </message>
  <message>
   <source>{settings_augment}, light varied by {settings_light:g}, detail by {settings_detail:g}</source>
   <translation>{settings_augment}, lumière variée de {settings_light}, netteté de {settings_detail}</translation>
  </message>
  <message>
   <source>{settings_patience} epochs</source>
   <translation>{settings_patience} époques</translation>
  </message>
  <message>
   <source>{share:.1%} of the polygon lie off the image: cut it at the image's edge.</source>
   <translation>{share} du polygone sont hors de l'image : coupez-le au bord de l'image.</translation>
  </message>
  <message>
   <source>{shown_high} or less</source>
   <translation>{shown_high} ou moins</translation>
  </message>
  <message>
   <source>{shown_low} or more</source>
   <translation>{shown_low} ou plus</translation>
  </message>
  <message>
   <source>{size:.0f} MB</source>
   <translation>{size} Mo</translation>
  </message>
  <message>
   <source>{size:.1f} GB</source>
   <translation>{size} Go</translation>
  </message>
  <message>
   <source>{size} is not an amount of memory; write it like 256M or 1G.</source>
   <translation>{size} n'est pas une quantité de mémoire ; écrivez-la comme 256M ou 1G.</translation>
  </message>
  <message>
   <source>{size} x {size_2} pixels</source>
   <translation>{size} x {size_2} pixels</translation>
  </message>
  <message>
   <source>{size} x {size_2} pixels ({image_pixel_metres:.3g} m), one around each labelled pixel</source>
   <translation>{size} x {size_2} pixels ({image_pixel_metres} m), une autour de chaque pixel étiqueté</translation>
  </message>
  <message>
   <source>{size} x {size_2} pixels ({image_pixel_metres:.3g} m), one every {spec_stride}</source>
   <translation>{size} x {size_2} pixels ({image_pixel_metres} m), une tous les {spec_stride}</translation>
  </message>
  <message>
   <source>{size} x {size_2} pixels, one around each labelled pixel</source>
   <translation>{size} x {size_2} pixels, une autour de chaque pixel étiqueté</translation>
  </message>
  <message>
   <source>{size} x {size_2} pixels, one every {spec_stride}</source>
   <translation>{size} x {size_2} pixels, une tous les {spec_stride}</translation>
  </message>
  <message>
   <source>{so_many_gone} below {settings_min_area:g} m² merged into neighbours; those without a neighbour are left out.</source>
   <translation>{so_many_gone} de moins de {settings_min_area} m² fondues dans leurs voisines ; celles qui n'en ont pas sont écartées.</translation>
  </message>
  <message>
   <source>{some} of {found_label} polygons of '{label}' have less than half the pixels of a patch of {size} x {size_2}, and none is cut of them by default. Its patches are those of the others. With a patch size of {half} or less half of them give some, too.</source>
   <translation>{some} polygones sur {found_label} de « {label} » ont moins de la moitié des pixels d'une imagette de {size} x {size_2}, et par défaut aucune n'en est extraite. Ses imagettes sont celles des autres. Avec une taille d'imagette de {half} ou moins, la moitié d'entre eux en donnent aussi.</translation>
  </message>
  <message>
   <source>{some} of {found_label} polygons of '{label}' have less than half the pixels of a patch of {size} x {size_2}, and none is cut of them by default. With a patch size of {half} or less half of them give some, too.</source>
   <translation>{some} polygones sur {found_label} de « {label} » ont moins de la moitié des pixels d'une imagette de {size} x {size_2}, et par défaut aucune n'en est extraite. Avec une taille d'imagette de {half} ou moins, la moitié d'entre eux en donnent aussi.</translation>
  </message>
  <message>
   <source>{some} of {found_label} polygons of '{label}' hold no whole patch of {size} x {size_2} pixels: their patches reach over the edge, by up to half. No fault where the class is narrow; with a patch size of {half} or less half of them hold a whole one.</source>
   <translation>{some} polygones sur {found_label} de « {label} » ne contiennent pas d'imagette entière de {size} x {size_2} pixels : leurs imagettes dépassent du bord, de moitié au plus. Ce n'est pas un défaut si la classe est étroite ; avec une taille d'imagette de {half} ou moins, la moitié d'entre eux en contiennent une entière.</translation>
  </message>
  <message>
   <source>{source_path} cannot be looked at from further away: {reason}.</source>
   <translation>{source_path} ne peut pas être regardé de plus loin : {reason}.</translation>
  </message>
  <message>
   <source>{source_path} holds the value {ellipsis_strange}, which is none of the classes {classes_names}.</source>
   <translation>{source_path} contient la valeur {ellipsis_strange}, qui n'est aucune des classes {classes_names}.</translation>
  </message>
  <message>
   <source>{source_path} names no classes and has {source_bands} bands: a class map has one, of codes. Give that, or extract it from the bands.</source>
   <translation>{source_path} ne nomme pas de classes et a {source_bands} bandes : une carte de classes en a une, de codes. Donnez-la, ou extrayez-la des bandes.</translation>
  </message>
  <message>
   <source>{source_path} names no classes and holds more than {highest_code} values: give a class map, such as 'Predict map' draws.</source>
   <translation>{source_path} ne nomme pas de classes et contient plus de {highest_code} valeurs : donnez une carte de classes, comme en dessine « Prédire une carte ».</translation>
  </message>
  <message>
   <source>{source_path} names no classes and holds {round_values}, which is no code: give a class map, whose values are whole numbers.</source>
   <translation>{source_path} ne nomme pas de classes et contient {round_values}, qui n'est pas un code : donnez une carte de classes, dont les valeurs sont des entiers.</translation>
  </message>
  <message>
   <source>{specks} of {polygons} polygons are so small that they hold the centre of no pixel: the pixel that they lie in is taken.</source>
   <translation>{specks} polygones sur {polygons} sont si petits qu'ils ne contiennent le centre d'aucun pixel : le pixel dans lequel ils se trouvent est pris.</translation>
  </message>
  <message>
   <source>{stamp_lock}, made by Poplar NN {stamp_plugin} with {stamp_base}</source>
   <translation>{stamp_lock}, fait par Poplar NN {stamp_plugin} avec {stamp_base}</translation>
  </message>
  <message>
   <source>{stamp_lock}, made by Poplar NN {stamp_plugin} with {stamp_base}, older than this version asks for: INSTALL renews it</source>
   <translation>{stamp_lock}, fait par Poplar NN {stamp_plugin} avec {stamp_base}, plus ancien que ce que demande cette version : INSTALL le renouvelle</translation>
  </message>
  <message>
   <source>{sum_points} of {points} labels are points, which stand for the pixels that they lie in: give the image, too.</source>
   <translation>{sum_points} étiquettes sur {points} sont des points, qui représentent les pixels dans lesquels ils se trouvent : donnez aussi l'image.</translation>
  </message>
  <message>
   <source>{sum_points} of {points} labels are points: each stands for the pixel that it lies in, and a patch is cut around it.</source>
   <translation>{sum_points} étiquettes sur {points} sont des points : chacun représente le pixel dans lequel il se trouve, et une imagette est extraite autour de lui.</translation>
  </message>
  <message>
   <source>{target_of_path} cannot be written: {strerror_error}. Free the disk or close the programs and layers that use it, or choose another place.</source>
   <translation>Impossible d'écrire {target_of_path} : {strerror_error}. Libérez de la place sur le disque ou fermez les programmes et les couches qui l'utilisent, ou choisissez un autre endroit.</translation>
  </message>
  <message>
   <source>{target} cannot be written: a file has this name. Choose another one.</source>
   <translation>Impossible d'écrire {target} : un fichier porte ce nom. Choisissez-en un autre.</translation>
  </message>
  <message>
   <source>{target} cannot be written: a folder has this name. Choose another one.</source>
   <translation>Impossible d'écrire {target} : un dossier porte ce nom. Choisissez-en un autre.</translation>
  </message>
  <message>
   <source>{tiles} tiles of a run that was broken off wait in {folder_of_path}: the same run with RESUME goes on with them.</source>
   <translation>{tiles} {tiles|dalle|dalles} d'une exécution interrompue {tiles|attend|attendent} dans {folder_of_path} : la même exécution avec RESUME {tiles|la|les} reprend.</translation>
  </message>
  <message>
   <source>{title}, fold {number} of {splits}</source>
   <translation>{title}, pli {number} sur {splits}</translation>
  </message>
  <message>
   <source>{title}: {scores_train} training patches, {scores_test} test patches, {scores_left_out} left out; macro F1 {scores_macro_f1:.3f}</source>
   <translation>{title} : {scores_train} imagettes d'apprentissage, {scores_test} de test, {scores_left_out} écartées ; F1 moyen {scores_macro_f1}</translation>
  </message>
  <message>
   <source>{told_ended}. It will be done again; from here on {pool_all} at a time.</source>
   <translation>{told_ended}. Ce sera refait ; à partir d'ici, {pool_all} à la fois.</translation>
  </message>
  <message>
   <source>{told_features} features: moved by {told_moved:.2f} standard deviations, times {middle:.2f} (most of them {low:.2f} to {high:.2f})</source>
   <translation>{told_features} descripteurs : déplacés de {told_moved} écarts-types, multipliés par {middle} (pour la plupart, de {low} à {high})</translation>
  </message>
  <message>
   <source>{told} blocks of a run that was broken off lie beside the output, but it was another one (of another version): this one starts anew, and they go</source>
   <translation>{told} {told|bloc|blocs} d'une exécution interrompue {told|se trouve|se trouvent} à côté de la sortie, mais c'en était une autre (d'une autre version) : celle-ci recommence à zéro, et {told|il disparaît|ils disparaissent}</translation>
  </message>
  <message>
   <source>{told} blocks of a run that was broken off lie beside the output, but it was another one ({other}): this one starts anew, and they go</source>
   <translation>{told} {told|bloc|blocs} d'une exécution interrompue {told|se trouve|se trouvent} à côté de la sortie, mais c'en était une autre ({other}) : celle-ci recommence à zéro, et {told|il disparaît|ils disparaissent}</translation>
  </message>
  <message>
   <source>{told} gives probabilities that are not finite numbers (NaN or infinite) for {wrong_sum} of {answers} patches that hold finite numbers only: its weights or its layers are damaged. Train the model again, or give another one.</source>
   <translation>{told} donne des probabilités qui ne sont pas des nombres finis (NaN ou infini) pour {wrong_sum} imagettes sur {answers}, qui ne contiennent pourtant que des nombres finis : ses poids ou ses couches sont endommagés. Entraînez de nouveau le modèle, ou donnez-en un autre.</translation>
  </message>
  <message>
   <source>{told} of {files} images differ from most, which are {like}</source>
   <translation>{told} images sur {files} diffèrent de la plupart, qui sont {like}</translation>
  </message>
  <message>
   <source>{told} of {files} images differs from most, which are {like}</source>
   <translation>{told} image sur {files} diffère de la plupart, qui sont {like}</translation>
  </message>
  <message>
   <source>{told} takes an array of {largest:,} bytes to compute one patch of {shape}, more than the {largest_array:,} that are allowed: choose another network, or smaller patches.</source>
   <translation>{told} demande un tableau de {largest} octets pour calculer une imagette de {shape}, plus que les {largest_array} permis : choisissez un autre réseau, ou des imagettes plus petites.</translation>
  </message>
  <message>
   <source>{total} trainings: {p_plans}.</source>
   <translation>{total} entraînements : {p_plans}.</translation>
  </message>
  <message>
   <source>{training_missing_classes} Their ground gets another name on every map.</source>
   <translation>{training_missing_classes} Leur terrain reçoit un autre nom sur chaque carte.</translation>
  </message>
  <message>
   <source>{unparse_node} has no finite value.</source>
   <translation>{unparse_node} n'a pas de valeur finie.</translation>
  </message>
  <message>
   <source>{waiting} of {tiles} tiles of {side} x {side_2} pixels are written by the cluster.</source>
   <translation>{waiting} dalles sur {tiles}, de {side} x {side_2} pixels, sont écrites par le cluster.</translation>
  </message>
  <message>
   <source>{waiting} of {tiles} tiles of {side} x {side_2} pixels are written here.</source>
   <translation>{waiting} dalles sur {tiles}, de {side} x {side_2} pixels, sont écrites ici.</translation>
  </message>
  <message>
   <source>{waits_path} blocks of a run that was broken off wait in {folder_of_path}: the same run with RESUME goes on with them.</source>
   <translation>{waits_path} {waits_path|bloc|blocs} d'une exécution interrompue {waits_path|attend|attendent} dans {folder_of_path} : la même exécution avec RESUME les reprend.</translation>
  </message>
  <message>
   <source>{west:.4g} to {east:.4g} east, {south:.4g} to {north:.4g} north</source>
   <translation>de {west} à {east} est, de {south} à {north} nord</translation>
  </message>
  <message>
   <source>{what} is not allowed.</source>
   <translation>{what} : ce n'est pas permis.</translation>
  </message>
  <message>
   <source>{what} must be polygons or points, but the layer holds a {geometry_getgeometryname}. Choose a layer of polygons or points, or buffer it first.</source>
   <translation>{what} : il faut des polygones ou des points, mais la couche contient des géométries {geometry_getgeometryname}. Choisissez une couche de polygones ou de points, ou faites-en d'abord un tampon.</translation>
  </message>
  <message>
   <source>{what} must be polygons, but the layer holds a {geometry_getgeometryname}. Choose a layer of polygons, or buffer it first.</source>
   <translation>{what} : il faut des polygones, mais la couche contient des géométries {geometry_getgeometryname}. Choisissez une couche de polygones, ou faites-en d'abord un tampon.</translation>
  </message>
  <message>
   <source>{what} must hold {bands} bands, as the patches, got {got}</source>
   <translation>{what} doit contenir {bands} bandes, comme les imagettes ; valeur reçue : {got}</translation>
  </message>
  <message>
   <source>{what}.
{told}
The script itself ends the program, with sys.exit({error_code}): remove that, or put it below if __name__ == '__main__'.</source>
   <translation>{what}.
{told}
Le script met lui-même fin au programme, avec sys.exit({error_code}) : supprimez cela, ou placez-le sous if __name__ == '__main__'.</translation>
  </message>
  <message>
   <source>{what}.
{told}
The script runs in {sys_executable}: install {error_name} there.</source>
   <translation>{what}.
{told}
Le script tourne dans {sys_executable} : installez-y {error_name}.</translation>
  </message>
  <message>
   <source>{when}: off by {found_ece:.2f}</source>
   <translation>{when} : écart de {found_ece}</translation>
  </message>
  <message>
   <source>{where} holds half a letter, {shown_value}</source>
   <translation>{where} contient une moitié de lettre, {shown_value}</translation>
  </message>
  <message>
   <source>{where} must be a finite number, got {shown_value}</source>
   <translation>{where} doit être un nombre fini ; valeur reçue : {shown_value}</translation>
  </message>
  <message>
   <source>{where} must be {words_inner} {limit}, got {shown_value}</source>
   <translation>{where} doit être {words_inner} {limit} ; valeur reçue : {shown_value}</translation>
  </message>
  <message>
   <source>{where} must be {words_kind}, got {shown_value}</source>
   <translation>{where} doit être {words_kind} ; valeur reçue : {shown_value}</translation>
  </message>
  <message>
   <source>{where} must hold {inner} values, got {value}</source>
   <translation>{where} doit contenir {inner} valeurs ; valeur reçue : {value}</translation>
  </message>
  <message>
   <source>{width:g} x {height:g} map units (fewer metres on the ground: those of the CRS are stretched)</source>
   <translation>{width} x {height} unités de carte (moins de mètres au sol : ceux du SCR sont étirés)</translation>
  </message>
  <message>
   <source>{width:g} x {height:g} map units ({image_pixel_metres:.3g} m)</source>
   <translation>{width} x {height} unités de carte ({image_pixel_metres} m)</translation>
  </message>
  <message>
   <source>{without} of {fold} patches have no fold, as those of test polygons, and take no part.</source>
   <translation>{without} imagettes sur {fold} n'ont pas de pli, comme celles des polygones de test, et ne comptent pas.</translation>
  </message>
  <message>
   <source>{workers} workers</source>
   <translation>{workers} workers</translation>
  </message>
  <message>
   <source>{wrong} does not belong there</source>
   <translation>{wrong} n'a rien à y faire</translation>
  </message>
  <message>
   <source>{wrong} is missing</source>
   <translation>il manque {wrong}</translation>
  </message>
  <message>
   <source>{wrong} of {values_size} weights in '{weight_path}' of {path} are not finite numbers (NaN or infinite), so the network says nothing of any image: {remedy}.</source>
   <translation>{wrong} poids sur {values_size} dans '{weight_path}' de {path} ne sont pas des nombres finis (NaN ou infini), le réseau ne dit donc rien d'aucune image : {remedy}.</translation>
  </message>
  <message>
   <source>… and {rest:,} more: see the layer.</source>
   <translation>… et {rest} de plus : voir la couche.</translation>
  </message>
 </context>
</TS>
