/** What people who make pictures write, and a list of everyday English lacks. */
export const PICTURE_WORDS = `
abstract aesthetic anime art artwork avatar backpack barbie blonde bokeh bouquet brunette cameraman cartoon celebrity
cgi chibi chihuahua cinematic clipart closeup collage comic cosplay cosplayer cyberpunk dachshund disney doodle dslr
dinosaur elf emoji fanart fantasy figurine filter flux fursona furry gothic graffiti handbag hero icon illustration
image influencer instagram kawaii kitten landscape linework logo lora manga mascot meme mermaid minimalist mockup
model monochrome mural necklace ninja noir oc painterly pastel perfume photo photograph photographer photography
photorealistic pic pixar pixel pokemon polaroid poodle portrait poster princess puppy realism realistic render
retriever retro samurai selfie sepia silhouette sks sneaker sunglasses superhero steampunk sticker streetwear styled
subject tattoo teapot texture toon unicorn vampire vaporwave vector vibe vintage wallpaper warrior watercolor
watercolour wizard woodcut yoga zombie
`;
