language-name = Español

# The main menu

start =
    <b>Darkroom</b> entrena modelos de imagen con tus fotos, y modelos de vídeo con fotos y vídeos cortos.

    Envía unas cuantas fotos y una palabra de activación. Recibirás un archivo LoRA que puedes usar en ComfyUI, diffusers y otros programas; puedes compartirlo con un enlace, seguir entrenando y borrarlo todo cuando quieras.
menu-train = 📷 Nuevo entrenamiento
menu-trainings = 🗂 Mis entrenamientos
menu-language = 🌐 Idioma
menu-help = ❓ Ayuda
menu-back = ⬅️ Menú
menu-points = 💎 Puntos
help =
    <b>Cómo funciona</b>
    1. /train – di qué entrenar, ponle un nombre y una palabra de activación, y elige un modelo base.
    2. Envía fotos: sueltas, en álbumes, como archivos o en un .zip; para WAN, también vídeos cortos. Los archivos conservan toda su calidad; las fotos, Telegram las reduce.
    3. Elige quién escribe las descripciones, repásalas y corrige lo que no esté bien: escribe una nueva debajo de su foto.
    4. Revisa la ficha y toca «Empezar». Puedes seguir el progreso, y al terminar te llega un mensaje con el enlace.

    /trainings – lo que has entrenado, con enlaces
    /cancel – dejar lo que estás haciendo; tu borrador se conserva
    /language – cambiar el idioma
    /forget – borrar todo lo tuyo
help-topic-photos = 📷 Fotos
help-photos =
    <b>Fotos</b>
    • De 15 a 30 buenas valen más que cien iguales: de cerca y de lejos, desde varios lados, con luz distinta.
    • Envíalas <b>como archivos</b> para que conserven toda su calidad; las fotos normales, Telegram las reduce.
    • Un solo motivo, nítido y bien visible. Si es una persona: sin gafas de sol y sin otras caras.
    • Las capturas de pantalla, las marcas de agua y los textos también se aprenden.
    • Cada foto se revisa al llegar: si está borrosa, oscura, es pequeña, casi igual que otra o, cuando entrenas a una persona, no muestra ninguna cara o muestra varias, te lo digo y tú decides si se queda.
    • También sirve un .zip, con un .txt junto a cada foto para su descripción. WAN aprende de vídeos cortos de hasta 60 segundos: cómo se mueve en sus primeros segundos.
    • La misma imagen cuenta una vez. Responde «deshacer» a una para quitarla. /trainings te devuelve las fotos en un zip.
help-topic-captions = ✏️ Descripciones
help-captions =
    <b>Descripciones</b>
    • Una descripción dice qué hay en la foto, para que el modelo aprenda lo que <b>no</b> es el motivo.
    • Nombra lo que cambia (ropa, lugar, luz); la palabra de activación representa lo que no cambia.
    • El texto que acompaña a una foto es su descripción. También puede escribirlas una IA, o basta con la palabra de activación.
    • Si es un movimiento, di qué se mueve y cómo, y qué hace la cámara.
    • En la revisión, escribe para cambiar la descripción que se muestra; donde este bot escucha, dila en una nota de voz. Los botones de ahí reemplazan palabras en todas, o las ponen delante.
help-topic-options = ⚙️ Opciones
help-options =
    <b>Opciones</b>
    • Lo que entrenas (una persona, un personaje, un estilo, un producto, un movimiento) elige los ajustes que le van bien.
    • «Rápida» sirve para una primera prueba, «Equilibrada» para casi todo, y «Máxima» es la que más tarda.
    • A mano, en la tarjeta antes de empezar: toca ⚙️ Avanzado o escribe un ajuste y su número.
    • Los prompts de muestra, en Avanzado, se dibujan por el camino; el bot propone algunos a partir de tus descripciones.
    • Con demasiados pasos el modelo repite las fotos; con muy pocos no conoce el motivo.
help-topic-running = ⏳ Mientras entrena
help-running =
    <b>Mientras entrena</b>
    • Una tarjeta muestra cómo va: el puesto en la cola, el paso, la pérdida y el tiempo que queda.
    • Puedes cerrar el chat; llega un mensaje cuando está listo.
    • Si lo detienes, enseguida o tras el próximo punto de control, lo aprendido se guarda 24 horas: «Continuar» sigue desde ahí.
    • «Muestras» enseña todo lo dibujado hasta ahora; «Silenciar» deja quieta la tarjeta.
    • Si falla, el mensaje dice por qué y un botón lo intenta otra vez con las mismas fotos.
help-topic-models = 🧩 Modelos
help-models =
    <b>Modelos</b>
    • Pon el archivo en <code>models/loras</code> de ComfyUI, cárgalo con un nodo LoRA y escribe la palabra de activación en tu prompt. Una fuerza de 0,7 a 1 va bien.
    • «Otros pasos» enseña las muestras por paso y deja que otro sea el modelo: prueba uno anterior si el último repite tus fotos.
    • Un enlace vale una semana; la página del entrenamiento, en /trainings, te da otro nuevo.
    • «Compartir» crea un enlace con el que otros pueden quedarse con el modelo hasta que lo termines. Reciben el paso que has elegido.
    • «Compartir fotos» crea un enlace con el que otros pueden entrenar con una copia de las fotos y descripciones de un entrenamiento.
    • «Seguir entrenando», en la página del entrenamiento, empieza otro con lo que el modelo ya aprendió: añade fotos o dale más pasos.
    • «Cambiar nombre» cambia el nombre del modelo y el de su archivo.
help-topic-privacy = 🔒 Privacidad
help-privacy =
    <b>Privacidad</b>
    • Tus fotos, descripciones y modelos los guarda quien administra este bot; ninguna otra persona los ve aquí, salvo que los compartas.
    • Si una IA escribe las descripciones, las fotos se envían al servicio que eligió el administrador; las notas de voz van allí para pasarse a texto. De un vídeo solo va una imagen fija.
    • Las caras se cuentan en la máquina del administrador, y no se reconoce a nadie.
    • Entrena solo a personas que estén de acuerdo.
    • Quien acepta un modelo con tu enlace ve su nombre, el modelo base y la palabra de activación: ninguna foto, ni quién eres.
    • Quien abre un enlace a tus fotos puede verlas todas y quedárselas, con sus descripciones, y no sabe quién eres.
    • /forget borra todo lo tuyo y te dice qué era.
group-privately = Eso queda entre nosotros: sigamos en el chat privado.
group-open-private = 💬 Abrir el chat privado
group-reply-hint = 👥 En un grupo solo veo lo que me responde: contesta respondiendo a este mensaje, por favor.
command-train = Entrenar un modelo
command-trainings = Tus entrenamientos y modelos
command-cancel = Dejar lo que estás haciendo
command-admin = Ranuras, cola y fallos
command-language = Cambiar el idioma
command-help = Cómo funciona
command-forget = Borrar todo lo tuyo
command-points = Tus puntos y sus movimientos
command-buy = Comprar puntos con Telegram Stars
command-paysupport = Ayuda con los pagos
command-terms = Condiciones de lo que se vende aquí
language-prompt = ¿En qué idioma?
language-set = A partir de ahora, en español.

# Starting, leaving, coming back

unnamed = (aún sin nombre)
train-open-draft =
    Tienes un borrador abierto: <b>{ $name }</b>, { $count ->
        [0] todavía sin fotos
        [one] una foto
       *[other] { $count } fotos
    }.
train-go-on = ▶️ Continuar
train-new = ➕ Empezar uno nuevo
cancel-nothing = No hay nada que dejar. /train inicia un entrenamiento.
cancel-left = Hecho, lo dejamos aquí. Tu borrador <b>{ $name }</b> se conserva tal como está.
cancel-open = No estás en medio de ninguna conversación. Tu borrador <b>{ $name }</b> sigue ahí para cuando quieras.
draft-delete = 🗑 Borrarlo
draft-delete-sure = ¿Borrar este borrador con todas sus fotos? No se puede deshacer.
delete-yes = 🗑 Sí, borrarlo
delete-no = No, conservarlo
draft-deleted = El borrador está borrado.
draft-elsewhere = El borrador <b>{ $name }</b> se empezó en otro chat. Envía /train allí para seguir con él.
resumed = Seguimos con <b>{ $name }</b>.
given-up = No he podido con este mensaje: me ha fallado varias veces. Prueba con otra cosa, por favor.
gift-redeemed =
    { $count ->
        [one] 🎁 { $count } punto para ti. Ahora tienes { $balance }.
       *[other] 🎁 { $count } puntos para ti. Ahora tienes { $balance }.
    }
gift-redeemed-before =
    { $count ->
        [one] Ya canjeaste este código, por { $count } punto. Ahora tienes { $balance }.
       *[other] Ya canjeaste este código, por { $count } puntos. Ahora tienes { $balance }.
    }
redeem-usage = Envía <code>/redeem</code> con tu código de regalo: <code>/redeem 7K2M-9QXA-4TBN-0WPE</code>
banned = 🚫 El operador de este bot te ha bloqueado, así que ya no hago nada para ti. Si es un error, habla con él.
slow-down =
    ⏳ Más despacio, por favor: ha sido demasiado de golpe. Dejo esto sin atender, y también lo que envíes en { $seconds ->
        [one] el próximo segundo
       *[other] los próximos { $seconds } segundos
    }; después sigo. Las fotos para tu borrador sí las recojo.
stray-text = Envía /train para entrenar un modelo o /help para ver cómo funciona.
stray-photo = Bonita foto. Envía primero /train y reuniré tus fotos para un entrenamiento.
stray-draft-photo = Todavía no he guardado esta foto: tu borrador <b>{ $name }</b> está abierto. Toca para seguir y envíala otra vez.
stray-draft = Tu borrador <b>{ $name }</b> está abierto. Toca para seguir donde estabas.
button-old = Este botón es de un mensaje anterior. En /trainings está todo lo tuyo.
button-earlier = Ese paso ya quedó atrás.
menu-outdated = Esto ha cambiado entretanto. Así está ahora.

# Name, trigger word, base model

what-prompt = ¿Qué quieres <b>entrenar</b>?
what-wanted = Toca qué quieres entrenar, por favor.
name-prompt = ¿Cómo llamamos a tu entrenamiento? Es un nombre para que tú lo encuentres.
name-wanted = Primero escribe un nombre, por favor.
trigger-prompt =
    ¿Qué <b>palabra de activación</b> quieres? La escribirás en los prompts para que aparezca lo entrenado. Lo mejor es una palabra rara, que el modelo base todavía no asocie con ninguna imagen.

    Escribe una o quédate con <code>{ $word }</code>.
trigger-use = Usar { $word }
trigger-anyway = Usar { $word } igualmente
trigger-common = El modelo base ya conoce la palabra <b>{ $word }</b>, y lo que sabe de ella se mezclaría con lo que entrenas. Una palabra rara funciona mejor.
trigger-wanted = Escribe una palabra de activación o toca la que te propongo.
photo-too-early = Las fotos vienen un poco después: envía esta otra vez cuando te las pida.
photo-too-late = No he guardado esta foto: ya no estamos reuniendo fotos. Toca para añadir más y envíala otra vez.
base-model-prompt = ¿Qué <b>modelo base</b>?
base-model-none = Ahora mismo no hay ninguna máquina encendida que pueda entrenar. Tu borrador se conserva: vuelve a mirar dentro de un rato.
base-model-again = 🔄 Volver a mirar
base-model-wanted = Toca uno de los modelos base de arriba, por favor.
base-model-recommended = recomendado para esto
base-model-time =
    ⏱ aproximadamente { $time } con { $count ->
        [one] una foto
        [many] { $count } fotos
       *[other] { $count } fotos
    }
base-model-price =
    💰 { $price ->
        [0] gratis
        [one] un punto como máximo
       *[other] { $price } puntos como máximo
    }
recipe-flux = FLUX.1 dev
recipe-flux-about = el mejor parecido y el mejor texto, para tarjetas de 24 GB; licencia no comercial
recipe-sdxl = SDXL
recipe-sdxl-about = rápido, pequeño y compatible con la mayoría de los programas
recipe-wan = WAN 2.1 · 1.3B
recipe-wan-about = modelo de vídeo, el pequeño; aprende también de vídeos cortos
recipe-wan-14b = WAN 2.1 · 14B
recipe-wan-14b-about = modelo de vídeo, el grande; aprende también de vídeos cortos
recipe-wan22 = WAN 2.2 · 14B
recipe-wan22-about = el modelo de vídeo más nuevo; dos expertos, dos archivos; también vídeos cortos
recipe-tiny-flux = Tiny FLUX (demostración)
recipe-tiny-flux-about = una red FLUX demasiado pequeña para dibujar; para probar el bot
recipe-tiny-sdxl = Tiny SDXL (demostración)
recipe-tiny-sdxl-about = una red SDXL demasiado pequeña para dibujar; para probar el bot
recipe-tiny-wan = Tiny WAN (demostración)
recipe-tiny-wan-about = una red WAN demasiado pequeña para dibujar; para probar el bot
demonstration-note = ⚠️ Es una demostración: el archivo es un LoRA de verdad, pero de una red demasiado pequeña para dibujar algo.

# Collecting photos

collect-prompt =
    Envía tus fotos: una a una, en álbumes o <b>como archivos, para conservar toda su calidad</b>. Unas { $recommended } están bien, { $max } como máximo. Si una foto lleva texto, ese texto será su descripción. También sirve un <b>.zip</b> con fotos y, junto a cada una, un .txt con su descripción.

    Responde «deshacer» a una foto para quitarla.
collect-tip-person = 💡 De cerca y de lejos: cara, medio cuerpo y cuerpo entero; de frente y de lado; con otra ropa, otros lugares y otra luz.
collect-tip-character = 💡 De cerca y de lejos, desde varios lados, en varias poses y lugares.
collect-tip-style = 💡 Muchos motivos distintos, todos en este mismo estilo: solo lo que no cambia se aprende como estilo.
collect-tip-product = 💡 Desde todos los lados, de cerca y de lejos, sobre fondos distintos y con luz distinta.
collect-tip-motion = 💡 El mismo movimiento varias veces, en lugares distintos; cada vídeo empieza cuando empieza el movimiento.
collect-clips = 🎬 También sirven vídeos cortos, de hasta { $max } segundos: se aprende el movimiento { $learned ->
        [one] del primer segundo
       *[other] de los primeros { $learned } segundos
    }, sin sonido.
collect-clips-count = 🎬 { $count ->
        [one] Uno es un vídeo.
       *[other] { $count } son vídeos.
    }
collect-count-few =
    📷 { $count ->
        [0] Todavía no hay fotos
        [one] Una foto
       *[other] { $count } fotos
    } – hacen falta al menos { $min }.
collect-count-enough =
    📷 { $count ->
        [one] Una foto
       *[other] { $count } fotos
    }. Basta para empezar; { $recommended } sería mejor.
collect-count-good =
    📷 { $count ->
        [one] Una foto
       *[other] { $count } fotos
    }. Un buen conjunto.
collect-count-full =
    📷 { $count } fotos. Es el máximo.
collect-done = ✅ Listo
collect-closed =
    📷 { $count ->
        [one] Una foto reunida
       *[other] { $count } fotos reunidas
    }.
collect-wanted = Envía fotos; cuando basten, toca <b>Listo</b> en el mensaje que las cuenta.
collect-refused-file = <b>{ $file }</b> no se ha añadido:
collect-refused-more = Hay más que ya estaban. Cada imagen cuenta una vez; no respondo a cada una.
collect-archive-reading = 📦 Leyendo <b>{ $file }</b>… Las fotos se van contando abajo.
collect-archive-busy = Todavía estoy leyendo tu zip. Toca <b>Listo</b> cuando termine, o responde «deshacer» al zip para descartarlo.
collect-clip-busy = Todavía estoy leyendo tu vídeo. Toca <b>Listo</b> cuando esté contado, o responde «deshacer» al vídeo para descartarlo.
collect-archive-stopped = 📦 <b>{ $file }</b>: descartado.
collect-archive-read = 📦 <b>{ $file }</b>
collect-archive-photos =
    { $count ->
        [0] No se ha añadido ninguna foto.
        [one] ✅ Una foto añadida.
       *[other] ✅ { $count } fotos añadidas.
    }
collect-archive-captions =
    💬 { $count ->
        [one] Con una descripción.
       *[other] Con { $count } descripciones.
    }
collect-archive-repeated =
    { $count ->
        [one] Una foto ya estaba.
       *[other] { $count } fotos ya estaban.
    }
collect-archive-refused =
    ⚠️ { $count ->
        [one] Un archivo no se ha añadido:
       *[other] { $count } archivos no se han añadido:
    }
collect-archive-reason = • <b>{ $file }</b>
collect-archive-more =
    { $count ->
        [one] … y uno más.
       *[other] … y { $count } más.
    }
collect-undo-words = deshacer, deshaz
collect-undone-photo = ↩️ La foto { $number } se ha quitado.
collect-undone-archive =
    ↩️ { $count ->
        [0] Ninguna foto de este zip está en el conjunto.
        [one] Se ha quitado una foto de este zip.
       *[other] Se han quitado { $count } fotos de este zip.
    }
collect-undone-clip = ↩️ Este vídeo queda descartado.
collect-undo-none = No hay ninguna foto que quitar.
collect-undo-unknown = Esta foto no está en el conjunto; no hay nada que deshacer.
collect-undo-which = Responde «deshacer» a una foto o a un zip tuyo. Sin responder a nada se quita la última foto.

# What is said of single photos, and looking them over

verdict = ⚠️ <b>Foto { $number }</b>: { $reasons }. Se queda, a menos que la quites.
fault-small = solo { $width } × { $height } px, para entrenar a { NUMBER($resolution, useGrouping: 0) } px
fault-blurred = borrosa
fault-dark = demasiado oscura
fault-bright = demasiado clara
fault-flat = casi sin contraste
fault-similar = casi igual que la foto { $number }
fault-screenshot = parece una captura de pantalla
fault-faceless = no se ve ninguna cara
fault-faces = más de una cara
verdict-keep = 👍 Conservar
verdict-drop = 🗑 Quitar
verdict-kept = 👍 La <b>foto { $number }</b> se queda.
verdict-dropped = 🗑 La <b>foto { $number }</b> se ha quitado.
verdict-many = ⚠️ { $count } fotos tienen defectos: números { $numbers }. Se quedan, a menos que las quites.
advice = ⚠️ Conviene revisar: { $list }.
advice-small =
    { $count ->
        [one] una foto pequeña
       *[other] { $count } fotos pequeñas
    }
advice-blurred =
    { $count ->
        [one] una borrosa
       *[other] { $count } borrosas
    }
advice-dark =
    { $count ->
        [one] una demasiado oscura
       *[other] { $count } demasiado oscuras
    }
advice-bright =
    { $count ->
        [one] una demasiado clara
       *[other] { $count } demasiado claras
    }
advice-flat =
    { $count ->
        [one] una sin contraste
       *[other] { $count } sin contraste
    }
advice-similar =
    { $count ->
        [one] una casi repetida
       *[other] { $count } casi repetidas
    }
advice-screenshot =
    { $count ->
        [one] una captura de pantalla
       *[other] { $count } capturas de pantalla
    }
advice-faceless =
    { $count ->
        [one] una sin cara
       *[other] { $count } sin cara
    }
advice-faces =
    { $count ->
        [one] una con varias caras
       *[other] { $count } con varias caras
    }
sheet-open = 🗂 Ver todas
sheet-more = ▶️ Página siguiente
sheet-caption =
    🗂 Fotos { $first }–{ $last }. { $marked ->
        [0] Sin defectos a la vista.
        [one] La del marco naranja tiene algún defecto.
       *[other] Las { $marked } de marco naranja tienen algún defecto.
    }

    <i>Escribe «quita 3, 5-7» para quitar algunas.</i>
photos-removed = 🗑 Quitadas: { $numbers }.
remove-how = ¿Cuáles? Escribe sus números: «quita 3, 5-7».

# Captions

caption-prompt =
    { $count ->
        [one] Una foto no tiene descripción. ¿Cómo la describo?
       *[other] { $count } fotos no tienen descripción. ¿Cómo las describo?
    }
caption-prompt-then = Elijas lo que elijas, después repasas cada foto y puedes escribir tú su descripción.
caption-describe = ✨ Describirlas con IA
caption-describe-tags = ✨ Describir con IA, en etiquetas
caption-describe-sentence = ✨ Describir con IA, en frases
caption-trigger-only = 🔤 Solo la palabra de activación
captioning-count = ✨ Describiendo tus fotos: { $written } de { $total } tienen descripción.
captioning-latest = <i>{ $caption }</i>
captioning-stop = ⏹ Parar
captioning-busy = Tus fotos se están describiendo; las descripciones llegan solas. Puedes pararlo con el botón de arriba.
captioning-stopped = Parado.
captioning-stopped-at = ⏹ Parado: { $written } de { $total } fotos tienen descripción.
captioning-ended = ✨ { $written } de { $total } fotos tienen descripción.
captioning-look = 👀 Ver las descripciones
caption-some-failed =
    { $failed ->
        [one] No se pudo describir una foto
       *[other] No se pudieron describir { $failed } fotos
    }. { $reason } Sin IA, usa la palabra de activación para el resto: después ves cada foto y puedes escribir.
caption-wanted = Toca un botón de arriba o escribe una descripción para la foto que se muestra.
caption-how-wanted = Toca, por favor, cómo describir las fotos. Después ves cada una y puedes escribir otra descripción.
caption-page =
    <b>{ $number } de { $total }</b>{ $mark }

    { $caption }

    <i>Escribe para cambiar esta descripción.</i>
caption-edit-prompt = Escribe la nueva descripción de la foto { $number }.
caption-edit-now =
    Ahora dice esto; tócalo para copiarlo:
    <code>{ $caption }</code>
caption-edit-prompt-voice = Escribe la nueva descripción de la foto { $number }, o dila en una nota de voz.
voice-heard =
    🎙 Para la foto { $number } he entendido:

    <b>{ $caption }</b>
voice-use = ✅ Usarla
voice-again = 🎙 Otra vez
voice-used = 🎙 Esa es ahora la descripción de la foto { $number }.
voice-speak-again = 🎙 Dila otra vez para la foto { $number }, o escríbela.
caption-previous = ◀️
caption-next = ▶️
caption-edit = ✏️ Editar
caption-redo = 🔄 Rehacer
caption-done = ✅ Las descripciones están bien
words-find = 🔎 Reemplazar palabras
words-prefix = ➕ Palabras delante
words-find-prompt = ¿Qué palabras se reemplazan en todas las descripciones? Escríbelas tal como están.
words-replacement-prompt = ¿Y qué ponemos en lugar de <b>{ $words }</b>?
words-drop = 🗑 Nada, quitarlas
words-prefix-prompt = ¿Qué va delante de cada descripción? Escríbelo con su coma si la necesita, por ejemplo <i>a photo of</i> o <i>watercolour,</i>
words-preview =
    <b>{ $count ->
        [one] Cambia una descripción
       *[other] Cambian { $count } descripciones
    }:</b>
words-example = { $before } → <b>{ $after }</b>
words-more =
    { $count ->
        [one] …y una más.
       *[other] …y { $count } más.
    }
words-trigger-stays =
    { $count ->
        [one] Una de ellas perdería la palabra de activación: se queda, delante.
       *[other] { $count } de ellas perderían la palabra de activación: se queda, delante.
    }
words-too-long =
    { $count ->
        [one] Una descripción sería demasiado larga y queda como está.
       *[other] { $count } descripciones serían demasiado largas y quedan como están.
    }
words-not-found = Ninguna descripción tiene <b>{ $words }</b>.
words-find-again = Escribe otras palabras, o déjalo.
words-prefix-there = Todas las descripciones ya empiezan así.
words-apply = ✅ Aplicar
words-leave = ✖️ Dejarlo
words-applied =
    ✅ { $count ->
        [0] No cambió ninguna descripción.
        [one] Cambió una descripción.
       *[other] Cambiaron { $count } descripciones.
    }
words-undo = ↩️ Deshacer
words-undone =
    ↩️ { $count ->
        [0] No se recuperó ninguna descripción: todas se editaron después.
        [one] Una descripción está como antes.
       *[other] { $count } descripciones están como antes.
    }

# Confirming

confirm-title = <b>¿Todo listo?</b>
confirm-name = Nombre: <b>{ $name }</b>
confirm-basis = Parte de: <b>{ $name }</b>
confirm-basis-unfit = Iba a partir de <b>{ $name }</b>, pero ahora el modelo base o el rank son otros: empieza de cero.
confirm-trigger = Palabra de activación: <code>{ $word }</code>
confirm-model = Modelo base: { $model }
confirm-photos =
    Fotos: { $count }, todas con descripción
confirm-options = Modo: { $subject }, { $quality } – { NUMBER($steps, useGrouping: 0) } pasos a { NUMBER($resolution, useGrouping: 0) } px, rango { $rank }
confirm-masks = Máscaras: sí – se aprende solo a la persona
confirm-minutes =
    Tiempo de entrenamiento: { $minutes ->
        [one] alrededor de un minuto
       *[other] unos { $minutes } minutos
    }
confirm-price =
    Precio: { $price ->
        [one] un punto
       *[other] { $price } puntos
    } como máximo; te quedan { $left }
confirm-price-free = Precio: gratis
confirm-price-short =
    ⚠️ Precio: { $price ->
        [one] un punto
       *[other] { $price } puntos
    } como máximo; tienes { $balance }, así que { $missing ->
        [one] falta uno
       *[other] faltan { $missing }
    }. /buy te da más.
confirm-price-rule =
    Se reservan al empezar, y vuelven todos si falla. Si lo paras en marcha, pagas los pasos hechos, { $floor ->
        [one] un punto
       *[other] { $floor } puntos
    } como mínimo.
confirm-free = Cola: empieza enseguida
confirm-queue =
    Cola: { $ahead ->
        [0] el tuyo es el siguiente
        [one] hay un entrenamiento delante
       *[other] hay { $ahead } entrenamientos delante
    }, empieza en aproximadamente { $time }
confirm-prompts =
    Prompts de muestra: { $count }
confirm-licence = Licencia del modelo base: <a href="{ $url }">{ $licence }</a> – permite el uso comercial
confirm-licence-noncommercial = Licencia del modelo base: <a href="{ $url }">{ $licence }</a> – no apta para uso comercial
confirm-consent = ✍️ Al tocar <b>Empezar</b> declaras que puedes usar estas fotos y vídeos, que todas las personas que salen en ellos están de acuerdo y que respetas esta licencia.
confirm-advanced = ⚙️ Avanzado
confirm-show = 📋 Mostrar la ficha
confirm-back = ⬅️ Volver
confirm-prompts-button = 🖼 Prompts de muestra
advanced-title =
    <b>Avanzado</b>

    Cambia un número con sus botones o escríbelo: «rango 8». Lo que pones a mano va por delante del ajuste elegido.
advanced-dial = <b>{ $option }: { $value }</b> ({ $allowed })
advanced-dial-by-hand = <b>{ $option }: { $value }</b> ({ $allowed }) – a mano; el ajuste elegido dice { $preset }
advanced-reset = ↺ Todo según el ajuste
about-steps = Cuánto tiempo aprende. Con demasiados repite las fotos; con muy pocos no capta el motivo. El tiempo crece con ellos.
about-learning-rate = Cuánto cambia cada paso. Demasiado alta estropea las imágenes; demasiado baja no aprende nada.
about-rank = Cuánto cabe en el archivo. Más alto guarda más detalle y da un archivo mayor.
about-resolution = El tamaño en píxeles con el que aprende. Más alta muestra más detalle y pide más tiempo y memoria.
about-batch-size = Fotos por paso. Con más aprende de forma más uniforme y pide más tiempo y memoria.
advanced-masks = <b>{ $option }: { $state }</b>
about-masks = Aprende solo a la persona, no lo que la rodea: antes de empezar se hace una máscara de quienes salen en cada foto. Una foto en la que no hay nadie se aprende entera.
masks-on = sí
masks-off = no
prompts-title =
    <b>Prompts de muestra</b>

    El entrenador los dibuja por el camino, para que veas qué ha aprendido. { $max } como máximo; cada uno lleva un poco de tiempo.
prompts-line = { $number }. <code>{ $prompt }</code>
prompts-default = No hay ninguno elegido: dibuja solo la palabra de activación.
prompts-proposed = Propuestos, sobre todo a partir de tus descripciones:
prompts-take = ✅ Usar estos
prompts-propose = ✨ Proponer otros
prompts-add = ➕ Escribir uno
prompts-edit = ✏️ Editar
prompts-drop = 🗑 Quitar
prompts-none = ↺ Solo la palabra de activación
prompts-ask = Escribe el prompt. Si no lleva la palabra de activación, se pone delante.
prompts-ask-edit = Escribe lo que debe ir en lugar de <code>{ $prompt }</code>.
confirm-hint = <i>Cámbialo con los botones o escribe un número: «pasos { NUMBER($steps, useGrouping: 0) }», «rango 8».</i>
option-steps = pasos
option-learningRate = tasa de aprendizaje
option-rank = rango
option-resolution = resolución
option-batchSize = tamaño de lote
option-masks = máscaras
confirm-more-photos = 📷 Más fotos
confirm-captions = ✏️ Descripciones
confirm-base-model = 🧩 Modelo base
confirm-start = 🚀 Empezar
confirm-wanted = Toca <b>Empezar</b> cuando esté todo bien, o cámbialo con los botones de la ficha.
subject-person = Persona
subject-person-about = la cara y el aspecto de una persona
subject-character = Personaje
subject-character-about = una figura dibujada, inventada o disfrazada, una mascota
subject-style = Estilo
subject-style-about = cómo están hechas las imágenes: trazo, luz, colores
subject-product = Producto
subject-product-about = una cosa: unos zapatos, una botella, un coche, un edificio
subject-motion = Movimiento de vídeo
subject-motion-about = cómo se mueve alguien o algo, para modelos de vídeo
quality-fast = Rápida
quality-balanced = Equilibrada
quality-best = Máxima

# The progress card

card-title = 🎞 <b>{ $name }</b> · { $model }
card-queued-free = En cola; empieza enseguida.
card-queued =
    { $ahead ->
        [0] En cola; es el siguiente.
        [one] En cola; hay un entrenamiento delante.
       *[other] En cola; hay { $ahead } entrenamientos delante.
    } Empieza en aproximadamente { $time }.
card-queued-paused = En cola. El operador ha pausado por ahora los entrenamientos nuevos; el tuyo conserva su puesto.
time-minutes = { $minutes } min
time-hours = { $hours } h
time-hours-minutes = { $hours } h { $minutes } min
card-preparing = Preparando tus fotos…
card-starting = Iniciando el entrenamiento…
card-phase-load = Cargando el modelo base…
card-phase-cache = Mirando tus fotos…
card-phase-export = Escribiendo el archivo…
card-publishing = Comprobando y guardando tu modelo…
card-step = Paso { $step } de { $steps }
card-loss = Pérdida { $loss }
card-seconds-left =
    { $seconds ->
        [one] Queda alrededor de un segundo
       *[other] Quedan unos { $seconds } segundos
    }
card-minutes-left =
    { $minutes ->
        [one] Queda alrededor de un minuto
       *[other] Quedan unos { $minutes } minutos
    }
card-completed = ✅ Terminado
card-failed = ❌ Ha fallado
card-cancelled = ⏹ Detenido
card-draft = Borrador
card-stop = ⏹ Detener
card-mute = 🔕 Silenciar
card-unmute = 🔔 Activar avisos
card-muted = 🔕 En silencio: esta tarjeta no cambia hasta que actives los avisos. Sabrás cómo termina.
card-stops-at = ⏸ Se detiene tras el paso { $step }, con su punto de control guardado.
card-masks-nobody =
    👤 { $count ->
        [one] En una foto no se ha encontrado a nadie; se aprende entera.
       *[other] En { $count } fotos no se ha encontrado a nadie; se aprenden enteras.
    }
card-masks-not-made = ⚠️ Aquí no se han podido hacer las máscaras, así que las fotos se aprenden enteras.
card-samples = 🖼 Muestras
samples-none = Aún no hay muestras.
stop-sure = ¿Detener este entrenamiento? Puedes retomarlo durante 24 horas.
stop-sure-when = ¿Detener este entrenamiento? Ahora, o tras su próximo punto de control: así no se pierde ningún paso. Puedes retomarlo durante 24 horas.
stop-sure-later = Se detiene tras el paso { $step }. ¿Detenerlo ya, o dejar que llegue al final?
stop-yes = Sí, detenerlo ya
stop-checkpoint = ⏸ Tras guardar en el paso { $step }
stop-no = No, seguir
stop-later = Sigue hasta el paso { $step }, guarda su punto de control y se detiene.
stop-never = Sigue hasta el final.
muted = En silencio. La tarjeta no cambia; sabrás cómo termina el entrenamiento.
unmuted = La tarjeta vuelve a mostrar cómo va.
training-continue = ▶️ Continuar
training-again = 🔁 Entrenar de nuevo

# How it ended

done-title = ✅ El modelo <b>{ $name }</b> está entrenado.
model-title = 🧩 <b>{ $name }</b>
model-base = Modelo base: { $model }
model-trigger = Palabra de activación: <code>{ $word }</code>
model-file = Archivo: { $file } ({ $size } MB)
model-sha256 = SHA-256: <code>{ $sha256 }</code>
model-download = ⬇️ Descargar
model-use-comfyui = <b>ComfyUI</b>: pon el archivo en <code>models/loras</code>, cárgalo con un nodo LoRA, con fuerza de 0.8 a 1, y escribe <code>{ $word }</code> en el prompt.
model-use-a1111 = <b>A1111</b>: ponlo en <code>models/Lora</code> y escribe <code>&lt;lora:{ $file }:0.8&gt; { $word }</code> en el prompt.
model-use-forge = <b>Forge</b>: ponlo en <code>models/Lora</code> y escribe <code>&lt;lora:{ $file }:0.8&gt; { $word }</code> en el prompt.
model-link-term = El enlace vale una semana; /trainings te da uno nuevo.
model-link = 🔗 Enlace
model-steps = 🪜 Otros pasos
steps-title = 🪜 <b>{ $name }</b>, tal como era tras cada uno de estos pasos.
steps-chosen = En uso: paso { $step }
steps-hint = Un paso posterior se ciñe más a tus fotos; uno anterior sigue el prompt con más libertad. Puedes cambiar de idea cuando quieras.
steps-use = Usar el paso { $step }
steps-in-use = ✓ Paso { $step }
steps-used = El modelo es ahora el del paso { $step }. Su nuevo enlace llega abajo.
failed-message = ❌ No se pudo entrenar <b>{ $name }</b>.
cancelled-message = ⏹ El entrenamiento <b>{ $name }</b> está detenido.
kept-message = Llegó al paso { $step } de { $steps }. «Continuar» sigue desde su último punto de control, que se guarda durante 24 horas.
charge-held =
    Reservado: { $points ->
        [one] un punto
       *[other] { $points } puntos
    }
charge-paid =
    Pagado: { $points ->
        [one] un punto
       *[other] { $points } puntos
    }
charge-back =
    No se ha cobrado nada: { $back ->
        [one] el punto reservado vuelve a ser tuyo.
       *[other] los { $back } puntos reservados vuelven a ser tuyos.
    }
charge-part =
    Pagado por los pasos hechos: { $points ->
        [one] un punto
       *[other] { $points } puntos
    }; { $back ->
        [one] uno vuelve
       *[other] { $back } vuelven
    } a tu saldo.
charge-again =
    Continuar cuesta { $points ->
        [one] un punto
       *[other] { $points } puntos
    } como máximo.

# The list and a training's page

trainings-none = Todavía no tienes entrenamientos. /train inicia uno.
trainings-title =
    { $count ->
        [one] Tu entrenamiento
       *[other] Tus { $count } entrenamientos
    }
page-newer = ◀️ Más recientes
page-older = Más antiguos ▶️
page-back = ⬅️ Volver
filter-all = Todos ({ $count })
filter-running = ⏳ En marcha ({ $count })
filter-done = ✅ Terminados ({ $count })
filter-drafts = 📝 Borradores ({ $count })
page-draft = 📝 <b>{ $name }</b> – un borrador
page-data =
    { $count ->
        [one] Una foto
       *[other] { $count } fotos
    }, palabra de activación <code>{ $word }</code>
page-options = Modo: { $subject }, { $quality }
page-quote = { $steps } pasos, { $minutes } min estimados
page-ends = Estará listo en aproximadamente { $time }.
page-consent = Declarado por <code>{ $by }</code>, { $date }: puede usar las fotos y los vídeos, con el acuerdo de quienes salen en ellos (texto { $text }); <a href="{ $url }">{ $licence }</a>
page-event = { $date }: { $event }
event-begun = creado
event-queued = puesto en la cola
event-training = la GPU empezó a entrenar
event-taken-over = siguió tras una interrupción
event-completed = terminado
event-failed = falló
event-cancelled = detenido
page-number = Número: <code>{ $id }</code>
training-delete = 🗑 Borrar
training-delete-sure = ¿Borrar este entrenamiento con sus fotos y su modelo? Si compartiste el modelo, desaparece para quienes lo aceptaron; un enlace a las fotos también termina. El archivo que hayas descargado sigue siendo tuyo. No se puede deshacer.
training-deleted = El entrenamiento <b>{ $name }</b> está borrado.
training-export = 📦 Fotos en un zip
export-working = Empaquetando tus fotos…
export-sent = Se envió hace un momento: es el archivo de arriba.
export-resting =
    { $minutes ->
        [one] Han sido muchos zips. El siguiente, dentro de un minuto.
       *[other] Han sido muchos zips. El siguiente, dentro de { $minutes } minutos.
    }
export-done =
    { $count ->
        [one] Una foto
       *[other] { $count } fotos
    } por número, con cada descripción en un archivo de texto al lado.
export-link =
    { $count ->
        [one] Una foto
       *[other] { $count } fotos
    } con las descripciones, { $size } MB: demasiado para un mensaje, así que aquí tienes un enlace. Vale un día.
training-further = ➕ Seguir entrenando
training-rename = ✏️ Cambiar nombre
rename-prompt = ¿Cómo se va a llamar <b>{ $name }</b>? Responde con el nombre nuevo.
rename-done = Ahora se llama <b>{ $name }</b>.
model-share = 🎁 Compartir
share-link =
    🎁 Quien abra este enlace puede quedarse con <b>{ $name }</b>: su archivo y su palabra de activación. No se muestran tus fotos, tus descripciones ni tu nombre.

    { $link }

    Sigue activo hasta que lo termines. Si lo terminas, o si borras el entrenamiento, el modelo desaparece para todos los que lo aceptaron; el archivo que hayan descargado se queda con ellos, y un enlace de descarga que ya tengan vale hasta una semana.
share-send = 📨 Enviar a alguien
share-end = ⛔ Dejar de compartir
share-over = Ya no se comparte: el enlace no lleva a ningún sitio y el modelo ha desaparecido para quienes lo aceptaron.
share-invitation = Un modelo para ti: { $name }
share-offer =
    🎁 Alguien comparte contigo un modelo: <b>{ $name }</b>
    Modelo base: { $model }
    Palabra de activación: <code>{ $word }</code>

    Lo tienes hasta que quien lo creó deje de compartirlo o lo borre.
share-accept = ✅ Aceptar
share-accepted = Ya puedes usar { $name }. Está en /trainings, en «Compartidos conmigo».
share-taken = Ya tienes <b>{ $name }</b>: está en /trainings, en «Compartidos conmigo».
photos-share = 📷 Compartir fotos
photos-link =
    📷 Quien abra este enlace ve cómo se llama <b>{ $name }</b> y puede entrenar con una copia de todas sus fotos, vídeos y descripciones: puede verlas, quedárselas y guardarlas. No se muestra tu nombre. Comparte solo lo que puedas compartir, con el acuerdo de todas las personas que aparecen.

    { $link }

    Sigue activo hasta que lo termines; borrar el entrenamiento también lo termina. Las copias que otros hayan hecho hasta entonces se quedan con ellos.
photos-over = Ya no se comparten: el enlace no lleva a ningún sitio. Las copias hechas se quedan.
photos-invitation = Fotos para entrenar: { $name }
photos-offer =
    📷 Alguien comparte fotos contigo: <b>{ $name }</b>
    { $count ->
        [one] Una foto, con su descripción
       *[other] { $count } fotos, con descripciones
    }
photos-offer-kind = Qué entrenan: { $subject }
photos-offer-hint = Recibes una copia en un entrenamiento tuyo, donde puedes mirar las fotos, quitar algunas y añadir las tuyas. No las uses para nada que no aceptarían quienes aparecen.
photos-accept = ➕ Entrenar con estas fotos
photos-taken = Ya has empezado un entrenamiento con las fotos de <b>{ $name }</b>.
photos-working = Copiando las fotos…
received-list = 🎁 Compartidos conmigo ({ $count })
received-title =
    { $count ->
        [one] Se comparte contigo un modelo
       *[other] Se comparten contigo { $count } modelos
    }
received-none = Ahora mismo no se comparte nada contigo.
received-model =
    🎁 <b>{ $name }</b> – compartido contigo
    Modelo base: { $model }
    Palabra de activación: <code>{ $word }</code>

    Lo tienes hasta que quien lo creó deje de compartirlo o lo borre.
received-leave = 🗑 Quitar de mi lista
received-left = Quitado. Quien tenga el enlace puede volver a aceptarlo.
status-icon-draft = 📝
status-icon-queued = ⏳
status-icon-preparing = ⚙️
status-icon-training = 🎞
status-icon-publishing = 📦
status-icon-completed = ✅
status-icon-failed = ❌
status-icon-cancelled = ⏹

# The administrators' page

admin-title = <b>Darkroom</b>
admin-paused = ⏸ Entrenamientos nuevos en pausa: la cola los admite, pero no empieza ninguno.
admin-queue-empty = Cola: vacía
admin-queue = Cola: { $count } en espera, el primero desde hace { $minutes } min
admin-owed = Mensajes sin entregar: { $count }
admin-no-workers = No hay ningún worker en marcha.
admin-worker = 🖥 <b>{ $name }</b> · { $version }
admin-worker-silent = ⚠️ Sin señales desde hace { $minutes } min
admin-worker-draining = ⏏️ No acepta nada nuevo, termina lo que tiene
admin-worker-drained = ⏏️ Vaciado, se puede apagar
admin-slot-free = ▫️ { $slot }: libre
admin-slot-job = ▪️ { $slot }: { $icon } { $name }, { $minutes } min
admin-slot-step = ▪️ { $slot }: { $icon } { $name }, paso { $step } de { $steps }, { $minutes } min
admin-slot-failures = ⚠️ Fallos seguidos: { $count }
admin-more-slots = … y más ranuras: { $count }
admin-page = Página { $page } de { $pages }
admin-as-of = <i>A las { $time } UTC</i>
admin-refresh = 🔄 Actualizar
admin-failures = ❌ Fallos
admin-pause = ⏸ Pausar los nuevos
admin-resume = ▶️ Reanudar los nuevos
admin-drain = ⏏️ Vaciar { $worker }
admin-undrain = ▶️ Activar { $worker }
admin-previous = ◀️
admin-next = ▶️
admin-back = ⬅️ Volver
admin-failures-title = <b>Los últimos fallos</b>
admin-failures-none = No ha fallado ningún entrenamiento.
admin-retry = 🔁 Repetir { $name }
admin-failure = { $date } · <b>{ $name }</b> · { $model } · { $owner } · <code>{ $code }</code> · <code>{ $id }</code>
admin-log = 📜 Registro
admin-log-title = <b>Lo que hicieron los administradores</b>
admin-log-none = Ningún administrador ha hecho nada todavía.
admin-log-line = { $date } · <code>{ $admin }</code>
admin-log-reason = «{ $reason }»
admin-deed-pause = pausó los entrenamientos nuevos
admin-deed-resume = reanudó los entrenamientos nuevos
admin-deed-drain = vació el worker <code>{ $thing }</code>
admin-deed-undrain = volvió a activar el worker <code>{ $thing }</code>
admin-deed-training-opened = miró el entrenamiento <code>{ $thing }</code> de <code>{ $person }</code>
admin-deed-training-changed = cambió el entrenamiento <code>{ $thing }</code> de <code>{ $person }</code>
admin-deed-training-started = empezó el entrenamiento <code>{ $thing }</code> de <code>{ $person }</code>
admin-deed-training-stopped = detuvo el entrenamiento <code>{ $thing }</code> de <code>{ $person }</code>
admin-deed-training-resumed = retomó el entrenamiento <code>{ $thing }</code> de <code>{ $person }</code>
admin-deed-training-deleted = borró el entrenamiento <code>{ $thing }</code> de <code>{ $person }</code>
admin-deed-model-opened = miró el modelo <code>{ $thing }</code> de <code>{ $person }</code>
admin-deed-model-changed = cambió el modelo <code>{ $thing }</code> de <code>{ $person }</code>
admin-deed-ban = bloqueó a <code>{ $person }</code>
admin-deed-unban = desbloqueó a <code>{ $person }</code>
admin-deed-gift-made = creó un código de regalo, puntos: { $points } (<code>{ $thing }</code>)
admin-deed-grant = dio a <code>{ $person }</code> puntos: { $points }
admin-deed-refund = devolvió el cobro <code>{ $thing }</code>
admin-deed-charge-return = devolvió a <code>{ $person }</code> lo que costó el entrenamiento <code>{ $thing }</code>, puntos: { $points }
admin-deed-books-checked = revisó las cuentas
admin-banned =
    { $count ->
        [0] 🚫 <code>{ $person }</code> está bloqueado. No tenía nada en espera ni en marcha.
        [one] 🚫 <code>{ $person }</code> está bloqueado. Se detuvo { $count } entrenamiento suyo.
       *[other] 🚫 <code>{ $person }</code> está bloqueado. Se detuvieron { $count } entrenamientos suyos.
    }
admin-unban = ↩️ Desbloquear
admin-unbanned = ✅ <code>{ $person }</code> ya no está bloqueado.
admin-not-banned = <code>{ $person }</code> no estaba bloqueado.
admin-ban-usage =
    Envía <code>/ban</code> con el id de Telegram de la persona y, si quieres, el motivo: <code>/ban 123456 spam</code>
    Se detiene lo que tenga en espera o en marcha y se le avisa una vez. <code>/unban 123456</code> la desbloquea.
admin-ban-line = 🚫 <code>{ $person }</code> · { $date }
admin-gift-made =
    { $count ->
        [one] 🎁 Un código de regalo de { $count } punto, válido hasta el { $date }:
       *[other] 🎁 Un código de regalo de { $count } puntos, válido hasta el { $date }:
    }
    <code>{ $code }</code>
    { $link }

    Lo puede canjear una persona, una vez, con el enlace o con <code>/redeem</code>. No guardo copia: pásalo ahora.
admin-gift-usage =
    Envía <code>/gift</code> con los puntos y, si quieres, cuántos días vale el código: <code>/gift 100 30</code>
    Lo puede canjear una persona, una vez.
admin-granted =
    { $count ->
        [one] ✅ <code>{ $person }</code> tiene { $count } punto más, { $balance } ahora.
       *[other] ✅ <code>{ $person }</code> tiene { $count } puntos más, { $balance } ahora.
    }
admin-grant-usage = Envía <code>/grant</code> con el id de Telegram de la persona, los puntos y el motivo: <code>/grant 123456 50 perdón por la avería</code>
admin-books-right = ✅ Las cuentas cuadran. Personas: { $persons }, asientos: { $postings }, puntos: { $points }, de ellos retenidos: { $held }.
admin-books-wrong = ⚠️ Las cuentas no cuadran. Diferencias: { $count }
admin-books-posting = En los libros: { $fault }
admin-books-hold-alone = La retención <code>{ $hold }</code> de <code>{ $person }</code> aún retiene puntos: { $points }. Ningún entrenamiento espera ni corre por ella: terminó o ya no existe, y no se liquidó.
admin-books-run-alone = El entrenamiento <code>{ $training }</code> espera o corre y dice que se retienen puntos para él: { $points }. En los libros no hay ninguna retención abierta <code>{ $hold }</code>.
admin-books-points-differ = El entrenamiento <code>{ $training }</code> dice que se retienen puntos para él: { $points }. En los libros la retención <code>{ $hold }</code> tiene { $held }.
admin-books-rewards-differ = De la ejecución <code>{ $hold }</code> de <code>{ $person }</code> se apartaron puntos para recompensas: { $points }. Recompensas asentadas: { $posted }.
admin-help-button = ⌨️ Comandos
admin-help =
    <b>Lo que puedes escribir aquí</b>
    <code>/ban 123456 spam</code> – bloquea a una persona y detiene lo que tenga en espera o en marcha. <code>/ban</code> solo dice quién está bloqueado.
    <code>/unban 123456</code> – la desbloquea.
admin-help-points =
    <code>/gift 100 30</code> – un código de regalo de 100 puntos, válido 30 días.
    <code>/grant 123456 50 perdón</code> – da 50 puntos a una persona y anota el motivo en los libros.
    <code>/refund stx…</code> – retira los puntos de una compra y devuelve sus Stars; con el número de un entrenamiento, devuelve los puntos que costó.
    <code>/reconcile</code> – calcula las cuentas de nuevo y dice qué no cuadra.
admin-notice-failing = ⚠️ En la ranura <b>{ $slot }</b> de <b>{ $worker }</b> falla un entrenamiento tras otro. Seguidos: { $count }
admin-notice-failure = • { $name } (<code>{ $id }</code>): <code>{ $code }</code>
admin-notice-failing-hint = Sigue aceptando entrenamientos. No habrá más avisos de ella hasta que uno salga bien.
admin-notice-drained = ⏏️ <b>{ $worker }</b> está vaciado: su último trabajo ha terminado y se puede apagar.

# Points, Stars, and help with payments

points-commands =
    /points – tus puntos y sus movimientos
    /buy – comprar puntos con Telegram Stars
    /paysupport – ayuda con los pagos
    /terms – condiciones de lo que se vende aquí
points-count = { $points ->
    [one] { $points } punto
    [many] { $points } de puntos
   *[other] { $points } puntos
}
stars-count = { $stars ->
    [one] { $stars } estrella
    [many] { $stars } de estrellas
   *[other] { $stars } estrellas
}
points-balance = 💎 <b>Puntos: { $points }</b>
points-held = Reservados para entrenamientos: { $points }
points-no-entries = Aún no hay movimientos.
points-newer = ◀️ Más nuevos
points-older = Más antiguos ▶️
points-buy = ⭐ Comprar puntos
points-export = 📄 Exportar
points-back = ⬅️ Volver
points-months = ¿Qué mes? Recibirás una tabla (CSV) con todos los movimientos; las horas son UTC.
posting-purchase = Compra por { $stars }, recibo <code>{ $charge }</code>
posting-purchase-refund = Devolución: { $stars }, recibo <code>{ $charge }</code>
posting-gift = Un regalo
posting-welcome = Un regalo para empezar
posting-grant = Corrección del operador: { $reason }
posting-hold = Reservados para <b>{ $name }</b>
posting-settlement = <b>{ $name }</b> terminó y costó { $charge }; el resto vuelve a ser tuyo
posting-settlement-whole = <b>{ $name }</b> terminó y costó { $charge }
posting-release = <b>{ $name }</b> no costó nada; lo reservado vuelve a ser tuyo
posting-charge-return = <b>{ $name }</b>: el operador devolvió lo que costó
posting-reward = Recompensa: otros entrenaron con lo tuyo
posting-reward-photos = Recompensa: alguien entrenó con tus fotos de <b>{ $name }</b>
posting-reward-return = Recompensa retirada, como su pago
posting-training-gone = un entrenamiento borrado
buy-choose =
    ⭐ <b>Puntos por Telegram Stars</b>

    Los puntos pagan entrenamientos y no caducan. Al pagar aceptas las condiciones: /terms.
buy-none = Aquí no se venden puntos: los da el operador ({ $contact }). /points muestra los tuyos.
invoice-description = { $points } por { $stars }, para entrenar modelos en este bot. No caducan.
receipt-credited =
    ✅ ¡Gracias! <b>{ $points }</b> por { $stars } ya son tuyos.

    Puntos ahora: <b>{ $balance }</b>
    Recibo: <code>{ $charge }</code>
    El pago queda en los libros, también después de /forget. Preguntas: /paysupport
receipt-returning =
    Estos puntos no se han abonado. Se te devuelve lo que pagaste: { $stars }.
    Recibo: <code>{ $charge }</code>. Preguntas: /paysupport
receipt-closed =
    Has pagado { $stars }, pero aquí ya no se vende nada. Se te devuelven.
    Recibo: <code>{ $charge }</code>
refund-points-gone = ↩️ Se te ha devuelto: { $stars }. Los puntos comprados con ello ya no están: { $points }.
refund-points-owed = ↩️ Se te ha devuelto: { $stars }. Los puntos comprados con ello están gastados: { $points }. Se descontarán en cuanto tengas tantos.
refund-usage = Escribe detrás el número de una compra o de un entrenamiento: /refund <code>stx…</code>. La persona lo encuentra en el recibo y en /points, o en la página del entrenamiento en /trainings.
refund-begun = ↩️ Retirados: { $points } de <code>{ $personId }</code>. En camino de vuelta: { $stars }.
refund-short = No se ha devuelto nada: los puntos de esta compra están gastados o reservados. Hacen falta: { $points }; hay: { $balance }.
refund-cost-returned = ↩️ Devueltos: { $points } a <code>{ $personId }</code> por este entrenamiento. Se le avisa. Las recompensas que salieron de ahí también se retiran.
refund-cost-returned-before = Este entrenamiento ya se devolvió antes: { $points } a <code>{ $personId }</code>.
cost-returned = ↩️ <b>{ $name }</b>: el operador te ha devuelto lo que costó este entrenamiento, { $points }. /points muestra lo que tienes.
support-contact = Contacto:
support-operator = el operador de este bot
support-administrator = administrador
paysupport =
    <b>Ayuda con los pagos</b>

    ¿No llegaron los puntos o quieres devolver lo que compraste? Escríbenos con el número de tu recibo: está en el mensaje después del pago y en /points. Si es sobre un entrenamiento, indica su número: está en su página en /trainings. Respondemos nosotros; el soporte de Telegram no puede ayudar con lo comprado aquí.
terms =
    <b>Condiciones</b>

    • Qué se vende: puntos, por Telegram Stars. Los puntos son un bien digital; solo pagan entrenamientos en este bot y no se pueden convertir en dinero ni ceder.
    • Los puntos no caducan.
    • Un entrenamiento cuesta lo que dice su tarjeta antes de empezar, y nunca más. Si falla, todo vuelve a ser tuyo.
    • Devoluciones: una compra cuyos puntos aún tienes se devuelve en Stars si lo pides por /paysupport. Los puntos gastados no se devuelven. Lo que no se puede abonar se devuelve solo.
    • /forget borra lo tuyo; los movimientos de puntos y pagos quedan en los libros del operador, con tu número de Telegram.

# Forgetting

forget-prompt = ¿Borrar <b>todo</b> lo tuyo: borradores, fotos, descripciones, entrenamientos y modelos? Los entrenamientos en marcha se detienen. Esto no se puede deshacer.
forget-yes = 🗑 Sí, borrarlo todo
forget-no = No, conservarlo
forget-done =
    Borrado para siempre:
    • { $trainings ->
        [0] ningún entrenamiento
        [one] un entrenamiento
       *[other] { $trainings } entrenamientos
    }
    • { $images ->
        [0] ninguna foto
        [one] una foto, con su descripción
       *[other] { $images } fotos, con todas las descripciones
    }
    • { $models ->
        [0] ningún modelo
        [one] un modelo
       *[other] { $models } modelos
    }
    • { $links ->
        [0] ningún enlace a modelos compartidos
        [one] un enlace a un modelo compartido
       *[other] { $links } enlaces a modelos compartidos
    }
    • { $photoLinks ->
        [0] ningún enlace a fotos compartidas
        [one] un enlace a fotos compartidas
       *[other] { $photoLinks } enlaces a fotos compartidas
    }
    • { $received ->
        [0] ningún modelo ajeno
        [one] un modelo ajeno de tu lista
       *[other] { $received } modelos ajenos de tu lista
    }
    • tu nombre, tu idioma y lo que anoté de nuestros chats
forget-books = Los movimientos de puntos y pagos quedan en los libros del operador, y también los puntos que te quedan.
forget-kept = No se ha borrado nada.

# Refusals and failures: error-<code>, one for each code of the core

error-not-found = Eso ya no está. En /trainings ves lo que hay.
error-not-yours = Eso es de otra persona.
error-not-admin = Eso solo pueden hacerlo los administradores.
error-conflict = Ahora mismo no es posible. Mira en /trainings e inténtalo de nuevo.
error-not-a-draft = Este entrenamiento ya se ha iniciado. En /trainings ves cómo va.
error-not-cancellable = Ya no está en marcha. En /trainings ves cómo terminó.
error-no-checkpoint-ahead = No queda ningún punto de control: aún no ha empezado a entrenar o ya casi termina. Puedes detenerlo ya o dejar que acabe.
error-not-resumable = Solo se puede retomar un entrenamiento que falló o se detuvo. En /trainings ves cómo está este.
error-too-many-drafts = Tienes { $max } borradores abiertos. Termina o borra antes alguno en /trainings.
error-too-many-queued = Ya tienes { $max } entrenamientos en la cola. Inicia este cuando empiece alguno de ellos; el borrador se guarda.
error-too-many-at-once =
    { $max ->
        [one] Ya tienes { $max } entrenamiento en espera o en marcha, y es el máximo a la vez. El borrador se guarda; empiézalo cuando termine.
       *[other] Ya tienes { $max } entrenamientos en espera o en marcha, y es el máximo a la vez. El borrador se guarda; empiézalo cuando termine uno.
    }
error-new-account =
    { $hours ->
        [one] Acabas de llegar, y al principio no se pueden empezar más (máximo: { $max }). En { $hours } hora podrás empezar más; el borrador se guarda.
       *[other] Acabas de llegar, y al principio no se pueden empezar más (máximo: { $max }). En { $hours } horas podrás empezar más; el borrador se guarda.
    }
error-daily-spend =
    { $hours ->
        [0] Esto cuesta { $price } y el máximo en 24 horas es de { $max } puntos (llevas { $spent }). Elige algo más pequeño; el borrador se guarda.
        [one] El máximo en 24 horas es de { $max } puntos; llevas { $spent } y esto cuesta { $price }. Empiézalo en { $hours } hora; el borrador se guarda.
       *[other] El máximo en 24 horas es de { $max } puntos; llevas { $spent } y esto cuesta { $price }. Empiézalo en { $hours } horas; el borrador se guarda.
    }
error-name-empty = Un nombre necesita al menos una letra. Escribe otro, por favor.
error-name-too-long = Ese nombre tiene { $length } caracteres; el máximo es { $max }. Escribe uno más corto, por favor.
error-name-taken = Ya tienes un entrenamiento llamado <b>{ $name }</b>. Escribe otro nombre o toma <b>{ $free }</b>.
error-trigger-empty = Escribe una palabra de activación, por favor.
error-trigger-too-long = Esa palabra tiene { $length } caracteres; el máximo es { $max }. Escribe una más corta, por favor.
error-trigger-characters = Una palabra de activación es una sola palabra de letras, cifras, - y _, sin espacios. Escribe otra, por favor.
error-recipe-unknown = No conozco este modelo base. Toca uno de la lista, por favor.
error-recipe-unavailable = Este modelo base no se puede entrenar aquí por ahora. Elige otro, por favor.
error-recipe-unsuitable = Este modelo base no puede aprender eso. Elige otro, por favor, o entrena otra cosa.
error-subject-unknown = No sé cómo entrenar eso. Toca uno de los botones, por favor.
error-subject-unavailable = Por ahora aquí no hay ningún modelo base que pueda aprender esto. Elige otra cosa, por favor.
error-option-unknown = No existe la opción { $option }.
error-option-out-of-range = Ese número no vale. Valores posibles de { $option }: { $allowed }.
error-masks-off = Este bot no hace máscaras: quien lo administra no las ha activado. Las fotos se aprenden enteras.
error-masks-persons-only = Las máscaras encuentran personas, así que solo sirven para entrenar a una persona. Las fotos se aprenden enteras.
error-masks-no-clips = Las máscaras se hacen de fotos, y en este conjunto hay vídeos. Sin los vídeos se pueden activar.
error-masks-unavailable = Ahora mismo no se pueden hacer máscaras aquí. Desactívalas en Avanzado o pregunta a quien administra este bot.
error-caption-empty = Una descripción necesita al menos una palabra. Escríbela de nuevo, por favor.
error-caption-too-long = Esa descripción tiene { $length } caracteres; el máximo es { $max }. Escribe una más corta, por favor.
error-prompt-empty = Un prompt necesita al menos una palabra. Escríbelo de nuevo, por favor.
error-prompt-too-long = Ese prompt tiene { $length } caracteres; el máximo es { $max }. Escribe uno más corto, por favor.
error-too-many-prompts = { $max } prompts de muestra es el máximo. Edita uno o quita uno antes.
error-consent-missing = Lee en la ficha qué declaras con «Empezar» y tócalo allí, por favor.
error-consent-outdated = La ficha tiene condiciones nuevas. Lee qué declaras ahora con «Empezar» y tócalo allí, por favor.
error-captioner-unavailable = El servicio de descripciones no responde. Inténtalo más tarde o escribe tú las descripciones.
error-captioner-failed = El servicio de descripciones no pudo describir la foto. Inténtalo de nuevo o escribe tú la descripción.
error-captions-used-up = Este entrenamiento ya usó sus { $max } descripciones con IA. Escribe el resto o usa la palabra de activación.
error-captions-resting =
    { $minutes ->
        [one] Por hoy ya has usado tus descripciones con IA; la siguiente, dentro de un minuto.
       *[other] Por hoy ya has usado tus descripciones con IA; la siguiente, dentro de { $minutes } minutos.
    } Escribirlas puedes siempre.
error-voice-off = Aquí las notas de voz no se convierten en texto. Escribe la descripción, por favor.
error-voice-too-long = Esa nota de voz es demasiado larga. Di la descripción en { $max } segundos o menos, por favor.
error-voice-unclear = No he podido entenderlo. Dilo otra vez o escribe la descripción, por favor.
error-words-empty = Hace falta al menos una palabra. Escríbela de nuevo, por favor.
error-change-outdated = Ese cambio ya es antiguo. Empiézalo de nuevo, por favor.
error-image-unreadable = La imagen está dañada. Envíala de nuevo, por favor.
error-image-disguised = No es una imagen que sepa leer. Envía un JPEG, PNG o WebP, por favor, o varias en un .zip.
error-image-animated = Las imágenes animadas no sirven. Envía una fija, por favor.
error-image-too-small = Esta imagen mide { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } px; su lado corto necesita al menos { $minimum }. Envía una más grande, por favor.
error-image-too-large = Esta imagen mide { NUMBER($width, useGrouping: 0) } × { NUMBER($height, useGrouping: 0) } px; el máximo son { $maximumMegapixels } megapíxeles. Redúcela y envíala de nuevo, por favor.
error-image-file-too-big = Este archivo es demasiado grande. Envíalo como foto o redúcelo, por favor.
error-image-format = Aquí no se pueden leer imágenes { $format }. Envía un JPEG o PNG, o envíala como foto.
error-image-repeated = Es la misma imagen que la número { $number }. Cuenta una sola vez.
error-clip-unreadable = Este vídeo no se puede leer: está dañado, o no es ni MP4 ni WebM. Envíalo otra vez, por favor, como vídeo y no como archivo.
error-clip-format = Este vídeo está en { $codec }, que aquí no se puede leer. Envíalo como vídeo y no como archivo, por favor: así Telegram lo convierte.
error-clip-no-picture = Este archivo no contiene imágenes en movimiento, diga lo que diga su nombre. Envía un vídeo, por favor.
error-clip-too-short = Este vídeo es demasiado corto: hacen falta al menos { NUMBER($minimum, maximumFractionDigits: 1) } segundos. Envía uno más largo, por favor.
error-clip-too-long = Este vídeo dura { $seconds } segundos; { $maximum } es el máximo, y solo se aprende el principio. Recorta el momento que importa, por favor.
error-clip-too-small = Este vídeo mide { $width } × { $height } px; su lado corto necesita al menos { $minimum }. Envía uno más grande, por favor.
error-clip-too-large = Este vídeo mide { $width } × { $height } px; { $maximumMegapixels } megapíxeles es el máximo. Envíalo como vídeo y no como archivo, por favor: así Telegram lo reduce.
error-clip-file-too-big = Este archivo es demasiado grande. Recorta el vídeo, por favor, o envíalo como vídeo y no como archivo.
error-clip-too-slow = Este vídeo tarda demasiado en leerse. Envíalo como vídeo y no como archivo, por favor: así Telegram lo simplifica.
error-clips-not-taken = Este modelo base aprende de fotos; solo los modelos base WAN aprenden de vídeos. Envía fotos, por favor, o empieza un entrenamiento con WAN.
error-clips-in-the-way = { $count ->
        [one] Hay un vídeo entre tus fotos, y este modelo base solo aprende de fotos. Elige WAN, por favor, o quita antes el vídeo.
       *[other] Hay { $count } vídeos entre tus fotos, y este modelo base solo aprende de fotos. Elige WAN, por favor, o quita antes los vídeos.
    }
error-number-missing = No hay ninguna foto { $number }; la última es la { $last }. No se ha quitado nada.
error-archive-unreadable = Esto no es un zip, o está cortado. Vuelve a comprimirlo como .zip y envíalo de nuevo, por favor.
error-archive-encrypted = Está protegido con contraseña. Comprímelo sin ella, por favor.
error-archive-too-big = Este zip es demasiado grande: puedo recibir { $max } MB como máximo. Divídelo en varios zips, o envía las fotos en álbumes o como archivos.
error-archive-too-many-entries = En este zip hay más de { $max } archivos. Comprime solo las fotos y sus descripciones, por favor.
error-archive-bomb = Este zip ocupa descomprimido mucho más de lo que ocupan unas fotos; no lo leo. Vuelve a comprimir tus fotos, por favor.
error-archive-entry-path = Su nombre lleva fuera del zip.
error-archive-entry-link = Es un enlace, no un archivo.
error-archive-entry-nested = Los archivos comprimidos dentro de otro no se abren. Envíalo por separado, por favor.
error-archive-entry-method = Está comprimido de un modo que no sé leer. Comprímelo como .zip normal, por favor.
error-archive-entry-damaged = Está dañado dentro del zip. Vuelve a comprimirlo, por favor.
error-archive-entry-alone = No hay a su lado ninguna foto con el mismo nombre.
error-archive-entry-text = No es un texto sencillo de la longitud de una descripción.
error-archives-waiting = Ya hay { $max } zips tuyos en espera. Envía este de nuevo cuando terminen, por favor.
error-dataset-full = El máximo son { $max } fotos; no se añaden más. Toca <b>Listo</b> para seguir.
error-dataset-too-small =
    { $count ->
        [0] Todavía no hay fotos
        [one] Hay una foto
       *[other] Hay { $count } fotos
    }; hacen falta al menos { $min }. Envía más, por favor.
error-download-failed = Telegram no entregó el archivo. Envíalo de nuevo, por favor.
error-draft-incomplete = Todavía falta algo. Envía /train para seguir donde estabas.
error-basis-gone = El modelo del que partía este entrenamiento se ha eliminado. Empieza uno nuevo; las fotos se pueden exportar desde la página de este.
error-ban-admin = No se puede bloquear a un administrador. Quita antes su id de ADMIN_IDS.
error-gift-invalid = Este código no vale, o ya no vale. Míralo otra vez o pide otro a quien te lo dio.
error-gift-resting =
    { $minutes ->
        [one] Han sido demasiados códigos que no valen. Prueba otra vez dentro de { $minutes } minuto.
       *[other] Han sido demasiados códigos que no valen. Prueba otra vez dentro de { $minutes } minutos.
    }
error-person-unknown = No conozco a esta persona. Antes tiene que enviarme /start.
error-amount-out-of-range = Tiene que ser un número de 1 a { $max }.
error-points-short = Para esto hacen falta { $price ->
        [one] { $price } punto
       *[other] { $price } puntos
    } y tienes { $balance }. /buy te da más.
error-offer-unknown = Esta oferta ya no existe. /buy muestra las que hay.
error-offer-not-yours = Esta oferta era para otra persona. /buy te hace una a ti.
error-offer-amount = El precio de esta oferta ha cambiado. /buy muestra las que hay.
error-offer-bought = Esta oferta ya se compró. /buy hace una nueva.
error-offer-expired = Esta oferta es demasiado antigua. /buy hace una nueva.
error-offer-closed = Aquí ya no se vende nada. No se ha pagado nada.
error-buyer-refused = Aquí no se te venden puntos. /paysupport dice a quién preguntar.
error-charge-unknown = No hay ninguna compra ni ningún entrenamiento con este número. Está en el mensaje después del pago y en el /points de la persona, o en la página del entrenamiento en su /trainings.
error-training-not-ended = Este entrenamiento no ha terminado: aún no se sabe lo que cuesta. Detenlo antes o espera a que acabe.
error-training-was-free = Este entrenamiento no costó nada, así que no hay nada que devolver.
error-hold-settled = Este entrenamiento ya está saldado. /trainings muestra cómo terminó.
error-link-invalid = Este enlace no es válido. /trainings te da uno nuevo.
error-link-expired = Este enlace ha caducado. /trainings te da uno nuevo.
error-share-ended = Este enlace no lleva (ya) a ningún sitio: quien lo creó dejó de compartir o borró lo compartido, o el enlace está incompleto. Pídele uno nuevo.
error-share-own = Este enlace es de tu propio modelo. Envíaselo a otra persona; en /trainings lo ves y puedes dejar de compartirlo.
error-share-own-photos = Este enlace es de tus propias fotos. Envíaselo a otra persona; en /trainings lo ves y puedes dejar de compartirlas.
error-too-many-shared = Tienes { $max } modelos compartidos, y ese es el máximo. Quita antes alguno en /trainings.
error-trainer-bad-job = El programa de entrenamiento rechazó los ajustes. El administrador puede ver el motivo en el registro; prueba con otras opciones.
error-trainer-bad-dataset = El programa de entrenamiento no pudo usar las fotos. Empieza un entrenamiento nuevo con otras, por favor.
error-trainer-weights = No se pudieron cargar los pesos del modelo base. El administrador tiene que descargarlos o aceptar su licencia.
error-trainer-memory = La GPU no tiene memoria suficiente para este entrenamiento. Prueba con «Rápida» o con otro modelo base.
error-trainer-internal = El programa de entrenamiento falló. El administrador puede ver el motivo en el registro; puedes volver a empezarlo.
error-trainer-lost = El entrenamiento se interrumpió varias veces y se abandonó. Puedes volver a empezarlo.
error-trainer-hung = El entrenamiento se quedó parado varias veces y se abandonó. Puedes volver a empezarlo.
error-trainer-start = No se pudo iniciar el programa de entrenamiento. El administrador puede ver el motivo en el registro; inténtalo más tarde.
error-trainer-away = La máquina de entrenamiento no responde desde hace unos minutos. Inténtalo más tarde.
error-trainer-timeout = El entrenamiento tardó mucho más de lo debido y se detuvo. Prueba con «Rápida».
error-model-invalid = El archivo entrenado no superó las comprobaciones, así que no lo recibes. Puedes volver a empezarlo.
error-storage-failed = El almacenamiento no responde. Inténtalo de nuevo en un momento.
error-disk-full = El disco del servidor está lleno. Inténtalo más tarde, por favor.
error-internal = Algo ha fallado por nuestra parte. No se ha perdido nada; inténtalo de nuevo.
