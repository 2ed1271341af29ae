/*
 * From SCOWL (Spell Checker Oriented Word Lists, http://wordlist.aspell.net) 2020.12.07, size 20, English and American,
 * without the forms that common-word.ts knows by their endings. Its lists of this size come from two that are in the
 * public domain: Moby Words II of Grady Ward and the UK English Wordlist of Brian Kelk. SCOWL itself:
 *
 * Copyright 2000-2018 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
 * associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
 * without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
 * this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
 * suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
 */

/** Words that everybody who speaks English uses. */
export const COMMON_WORDS = `
aardvark abandon abbreviate abbreviation abide abnormal abnormally abolish abolition abort abortion abroad absent
absorb abstract abstraction absurd abusive abysmal accelerate accent acceptance accommodate accommodation accompany
accomplish accordance accountant accumulate accurately accusation accuse accustom ace achievement acid acknowledge
acorn acoustic acquaintance acquisition acronym activate actively actor acute adapt adaptation adapter addict
addictive additionally adequately adhere adjacent adjective adjustment administer administrative admirable admiration
admire admission adoption adult advantageous advent adventure adventurous adverse adversely advert advertisement
advisable adviser advisor advisory advocate aerial aesthetic aesthetically affection aforementioned agenda agent
aggressive agony agricultural aircraft airport akin alas albeit alcohol alcoholic alert algebra algebraic alien align
alignment alike allegation allege allegedly allergic alleviate alliance allocate allocation allowable allowance ally
alongside aloud alpha alphabet alphabetic alphabetical alteration amateur amaze amazingly ambassador amber ambient
ambiguity ambitious amend amendment amp ample amplifier amusement anagram analogous analogy analyses analyst analyze
anarchy anatomy ancestor anecdote angel anger anguish anniversary annoyance annually anomaly anorak anthology
anticipate anticipation antidote antique antisocial anxious anyhow apathetic apathy apostrophe appall appallingly
apparatus append appendix applause applicable applicant appoint appointment appraisal appreciation appropriately
approximate approximately approximation apt arbitrarily arc arcade arcane arch archaic architecture archive arena
arguable arguably arisen arose array arrest arrival arrogance arrogant arrow artificially artistic ascend ash ashamed
ashcan assault assemble assert assertion assess assessment asset assign assignment assist assistance assort asterisk
astronomer astronomy asynchronous atheism atheist atlas atmospheric atom atomic atrocity attachment attain attendance
attendant attorney attraction attribute audible audio aunt authentic authorization authorize autobiography automate
availability await awareness awfully ax axiom axis baby backbone backlog backspace backward bacteria bacterium badge
baffle bag baggage bake ballet ballot banal banana bandwagon bandwidth bang bankrupt banner bare barely bargain bark
baroque barrel barrier barrister basement bash basket bass bastard bat batch bath bathroom battle baud bay beach beam
bean beard beast beat beaten beautifully beauty bedroom beds beef beer beg beginner beings belief believable believer
bell beloved belt bench bend beneath beneficial bent beside beta beware bias bible biblical bicycle bigot bigotry
billfold billion bin biochemistry biography biological biologist bird birth birthday biscuit bishop bitmap bitter
blackboard blackmail blade blanket blast blatant blatantly bless blew blind blindly blink bliss blob blood bloody
blown blurb bob bog boggle bogus boil bold bolt bomb bond bone bonus booklet bookshop bookstore boom boost border
borderline boredom born boss bounce boundary bout bow bowl brain brake brass brave bread breakdown breakfast breath
breathe bred breed breeze brethren brick brigade brighter brightest brightly brightness brilliant brilliantly broad
broadly browse brush brutal bubble buck bugger bulb bull bullet bump bunch bundle burden bureaucracy burn burnt burst
bush bust butter buyer bye bypass cabbage cabinet cable caffeine cage cake calculator calculus calendar caller calm
cam camera camp campus cancel cancer canonical cant cap capability capitalism capitalist capture carbon career
careless carpet carriage carrier carrot cartoon cartridge cash cast castle casual catastrophic categorically cater
cathedral catholic cattle causal causality caution cave caveat ceiling celebrate celebration cellular censor
censorship centrally ceremony certainty certificate chalk challenge chamber champagne champion chancellor changeover
chaotic chap chapel characteristic charitable charity charm chart charter chase chat cheaply cheat checker cheek cheer
cheerful cheese chemist chemistry chess chest chestnut chew chicken chief childhood childish chocolate choir chop
choral chord chorus chuck chunk cider cigarette cinema circa circuitry circular circulate cite civil civilian
civilization civilize clarification clarity clash classic classical classification classify clause cleaner cleanest
cleanly clearance cleverer cleverest click client cliff climate climb clinic clinical clip clique clog clone closet
closure cloth clothe cloud clumsy cluster coach coal coarse coast coat cobbler coherent coin coincide coincidence coke
collaboration collar collate colleague collective colon colony combat comedy comfort comfortable comfortably comic
comma commandment commence commentary commentator commercially commit commodity communal communism communist compact
companion comparative compassion compel compensate compensation compete competence competent competitive competitor
compilation compile complacent complement complementary completeness completion complication compliment comply
composer composite compound comprehend comprehensible comprehension compress compression comprise compulsion
computation computational computerize con concatenate conceal concede conceivable conceivably conceive concentrate
concentration conception conceptual concert concerto concise conclude concur concurrently condemn condemnation
condense conditional condom condone conduct conductor confess confidence confidential configuration configure confine
confirmation conflict conform confront congest congestion congratulate conjecture conjunction connector connotation
conscience conscious consciously consciousness consecutive consensus consent consequent conservation conservative
considerate consistently consolation console conspicuous conspiracy constantly constituency constituent constitute
constitution constitutional constrain construction constructive consult consultancy consultant consultation consume
consumer container contemplate contemporary contempt contend contention contentious contest continent continental
continual continuity continuum contour contraception contradict contradiction contradictory contravention contributor
contrive controller controversial controversy convenience conveniently converse conversely conversion converter convey
convict conviction convincingly cook cookie cool cooperate cooperation coordinate coordination copper copyright corn
corporate corporation corpse correlate correlation correspond correspondence correspondent corridor corruption cosmic
cosmology costly cotton cough counsel counterexample counterpart countless countryside courage courier courtesy cousin
coverage cow cozy crack craft cramp crap crass crawl cream creative creator credibility credible creed creep crew
cricket crime criminal criteria criterion critic criticize crop crossroad crossword crowd crown crucial crude cruel
cruelty cruise crunch crush cryptic crystal cube cubic cuckoo cuddly cue culprit cult cultural cumbersome cumulative
cunning cupboard curiosity curiously curly currency curriculum curry curse curtain curve custard custom customary cute
cyclist cylinder cynic cynical daft damn damnation damp dance dangerously darkness darling dash daughter dawn daylight
daytime deadline deadly deaf dealer debatable debt debug debugger decay decimal deck declaration decline decode
deduction deed deeper deepest defeat defect defective defend defensive deficiency defy degenerate degradation degrade
deity deletion delicate delicious delight delightful delimiters delta delusion demented demise democracy
democratically demolish denominator denote dense density dentist deny departmental departure dependence dependent
deposit depress depression deprive deputy derange derivative derogatory descend descriptive desert deserve designate
designer desktop despair desperately despise destination destine destruction destructive detach detectable detection
detective detector deter determination deterrent detract devastate developer deviation devil devious devise devoid
diagnosis diagnostic diagonal diagram dial dialect dialings dialog dialogue diameter diary dice dictate dictator
dictatorship diesel diet differential differentiate dig digest dignity dilemma dim dimension dimensional dine diner
dip diplomatic dire directive dirt disable disagreement disappoint disappointment disastrous discard discharge
disciplinary disclaimer disco disconnect discontinue discovery discrepancy discrete discretion discriminate
discrimination disease disguise disgust dish dishonest dismal dismiss disorder disposable disposal dispose disposition
dispute disregard disrupt disruption dissertation dissimilar distasteful distinctive distort distortion distract
distress disturbance ditch dive diverse diversity divert divine divorce doctor doctrine documentary dodge dogma dole
domestic dominant dominate don donate donation doom dose dot doubtless downhill downright downstairs downwards draft
drag dragon drain drama dramatic dramatically drank drastically drawback drawings dread dreadful dreary dress drift
drill drip drivel drown drug drum drunk drunken dual duck duff dug dull duly dummy dumpster duplicate duplication
duration dust dustbin dusty dynamic dynamically eager eagerly eagle ear earn eastern eater eccentric echo ecological
ecology economical economically editorial educate effectiveness efficiency efficiently egg ego eh eighteen eighth
elaborate elderly electoral electorate electrical electricity electron electronically elegant elementary elephant
eleven eligible eliminate elite elitist em embarrassment embed emerge eminent eminently emit emotion emotional
emotionally emphasize empire empirical employ employer employment emulate emulation emulator enclose encode
encouragement endeavor endings endless endlessly energy enforce engage engine enhance enhancement enjoyable enjoyment
enlarge enlighten enlightenment enormously entail enterprise entertain entertainment enthusiasm enthusiastic entirety
envelope environmental envisage envy epic episode equality equate equation equilibrium equip era erase ergo erroneous
esoteric essay essence estate estimation eternal eternity ethic ethical ethnic etymology evaluate evaluation evenly
eventual everyday evident evidently evil evolution evolutionary evolve exaggerate exam examination examiner exceed
exceedingly exceptional exceptionally excessively excite excitement exclamation exclusion exclusively executable
execution executive exempt exhaust exhaustive exhibit exhibition exit exotic expectation expedition expenditure
experimentally expertise expire expiry explanatory explicitly explode exploit exploitation exploration explore
explosion explosive exponential export expose exposure expressway extant extensively externally extinction extraction
extraneous extraordinary extremist eyesight fabric facilitate factory factual factually faculty faint fainter faintest
fairer fairest fairness fairy faithful fake fallacious fallacy fame familiarity famine fantastic fantasy farce fare
farewell farmer fascinate fascist fashionable fat fatuous faucet faulty favorable feasibility feat fee feeble feelings
fellow female feminist fence fender festival fetch fever fiber fiction fictional fiddle fierce fifteen fifth fifty
fighter filter filthy finalize finance financially findings finer finest firework fiver fizzy flame flaw fleet flesh
flexibility flip flood floppy flour flower fluctuation fluent fluffy fluid flush flute foam focus fog fold folder
follower fond font fool foolish football footnote forbade forbid forbidden forcibly forecast foreigner foreseeable
forest forgave forgive forgiven fork formally formation formerly formula formulae formulation fortnight fortunate
forty forum fossil fought foul foundation fountain fourteen fragile fragment framework frank frankly frantic fraud
freak freeway freeze frequency friction friendship frighten fringe frivolous frog frown froze frozen fruit frustrate
frustration fudge fuel fulfill fuller fullest fume functional functionality fundamentalist funeral funnier funniest
fur furniture furry furthermore fuse fusion fuss fussy futile fuzzy galactic galaxy gang garage garble gasp gate
gateway gay gear gender gene generalization generalize generator generic generous genetic genetically genius genocide
genre gentle gentleman gentlemen gently genuinely geographical geography geology geometry gesture ghastly ghost giant
gibberish gift gig gin girlfriend gladly glance glean globally glorious glory glossy glove glow glue gnome goal goat
god gold golden goldfish golf goodbye goodness goody gorgeous gospel gossip govern gown grab grace grade gradual
graduation graffiti graffito grain grammar grammatical grandfather grandmother graphical grasp grass gratefully
gratuitous gratuitously gravitational gravity greasy greed greedy grid grief grim grip groan grossly guest guidance
guideline guilt guilty guinea guitar gulf gullible gum gut gutter ha hacker hail haircut hairy halt halve ham hammer
handbook handful handicap handler hangover happier happiest happiness hardback harden hardship hardy harmony harsh
hash hassle hasten hasty hatred havoc hay hazard hazy headache headline heap heartily heaven heavier heaviest heel
height helicopter helmet helpless henceforth herd heresy heritage hero heroic heroin herrings hesitate heterosexual
hexadecimal hey hideous hideously hierarchical hierarchy highlight highway hilarious hindsight hip hire historian
historic historically hitherto ho hobby hog holder hollow holy homosexual homosexuality honestly honesty honey honor
honorary hook hopeful hopeless hopelessly horde horizon horizontal horizontally horn horrendous horrendously horribly
horrid horrific horrify horror hostile household hugely huh hum humane humanity humble humbly humor humorous hungry
hurt hut hydrogen hyphen hypocrisy hypocrite hypocritical hypothesis hypothetical hysterical icon id idealistic
ideally identically identification identifier ideological ideology idiom idiosyncratic idiot idiotic idle ignorance
ignorant illegally illiterate illness illogical illusion illustrate illustration imaginary imaginative imbalance
immature immense immensely imminent immoral immortal immune impair impend imperative imperfect imperial impersonal
implausible implementation implicit implicitly import impractical impress impressive imprison improbable impulse
inaccessible inaccuracy inaccurate inadvertently inane inappropriate incapable incarnation incentive incidence
incidental inclination inclusion inclusive incoherent incompetence incompetent inconsistency inconvenient incorporate
incorrectly increasingly incredible incredibly increment incur indefensible indefinite indefinitely indent
independence indeterminate indicative indicator indictment indirect indirection indirectly induce induction indulge
ineffective inefficiency inefficient inequality inertia inevitable inexperienced infallible infamous infant infantile
infect infection infelicity infer inference inferiority infinitely infinity inflation inflexible inflict influential
informal informally informative infrastructure infrequent infringement ingenious ingredient inhabit inhabitant
inherent inherently inherit inheritance inhibit inhibition initialization initialize initiate initiative inject injure
injury injustice ink innocence innovation innovative inquire inquiry insane insect insecure insensitive insertion
insidious insight insignificant insistence insofar inspect inspection inspiration inspire installation instinct
institute instruct instrument instrumental insufficient insult intact intake integrate integration integrity intellect
intellectual intense intensely intensity intensive intent intentional intentionally inter interaction interactive
interactively intercourse interestingly interfere interference interim interior intermediate intermittent internally
interpreter interrogate interrupt interruption intersection intervene interview intimate intolerance intrinsic
intrinsically introductory intuitive invade invalidate invaluable invasion invention inventor inverse invert invest
investigation investment invoke involvement ion irate iron ironic irony irrational irrespective irresponsible
irritation island isolation jack jacket jail jam jargon jazz jealous jeans jelly jerk jest jet jointly jolly journal
journalist journey juice junction jungle junior jury justice justifiable justifiably juvenile keeper ken kernel kettle
keystroke keyword kick kidnap kidney killer kindness kingdom kiss kit kitchen knee knife knight lab lad ladder lag
lager laid lake lamp landlord landscape lane lark laser lately laugh laughter launch lavatory lawn lawyer layer
laziness leadership leaflet league leak lean leap leather lecturer legend legendary legible legislation legitimate
legitimately leisure lemon lengthy lenient lens lent lesbian lest lethal liability liaison libel liberal liberty
librarian license lid lifestyle lighter lightest lightly lightning likelihood limb limitation linguistic linkage lion
lip liquid liquor lisp listener listings lit liter literal literary literate litter lively liver livest loader lobby
locally locate lodge logically logo lonely loophole loosely lord loud louder loudest lousy lovely lover loyal luckily
ludicrous ludicrously luggage lump lunatic lunchtime lung lurk lust luxury lyric machinery madness magazine magical
magnificent mailbox mainframe mainstream maintenance maize maker male malfunction malicious management mandate
mandatory mangle mania manifestation manifestly manifesto manipulate mankind manpower manually manufacture
manufacturer margin marginal marginally marital marker marvelous mask massively mate mathematically mathematician
matrices matrix mature maximize mayor maze meal meantime meanwhile measurement meat mechanical medicine medieval
megabyte melody melt memorable mend mental mentality mentally menu mercury mercy merge merry metaphor meter metric
metro mice microcomputer microprocessor microwave midday mighty migrate migration mild mildly mileage milk mill mimic
mindless minimalist minimize minister mint minus miracle miraculous mirror miscellaneous misdirect miserable miserably
misery misfortune misguide misinterpret misplace misprint misread misrepresent missile mission mist mistakenly mixture
mnemonic moan mob mobile mock modelings moderate moderately moderation modest modification module mold mole molecular
molecule mom momentarily momentum monarch monkey monochrome monopoly monster monthly mood moon morality morally
moreover moron mortal mortality motivate motivation motive motor motorway motto mount mountain mouse muck mud muddle
mug multiplication multiply mum mumble mummy mundane murder murderer muscle museum musical musician mutter mutual
mutually mysteriously mystery mystic myth mythical mythology nail naked nameless narrative narrow narrower narrowest
nastier nastiest nationally native nay neat neatly needle needless needlessly negate neglect negligible negotiable
negotiate negotiation neighbor neighborhood nerve nest neural neutral newcomer newer newest newly newsletter newspaper
nicely nick nickname nightmare nil noble node nominal nominally nominate nonetheless noon norm normality northern nose
nostalgia notable notably notation noticeable noticeably notification notion notorious noun novelty novice nuclear
nuisance null numeral numeric nun nurse nut oar objectionable objective obligation obligatory oblige obnoxious obscene
obscurity observer obsess obsession obsolete obstruct obtainable occupation occurrence ocean oddly offend offender
offense offensive offerings offhand officially offset offspring omission oneself ongoing onion onus openly opera
operational opponent oppress oppression opt optic optical optimal optimistic optimization optimize optimum optionally
opus oral orange orbit orbital orchestra orchestral organ organic organizer orient oriental orientate orientation
originate originator orthodox outcome outcry outdated outgoing outline outlook outrage outrageous outright outset
outstanding outweigh overcame overcome overdraft overdue overflow overhead overlap overload overlong overlook overly
overnight overprice overridden override overrode overseas overtime overtone overview overwhelm overwriting overwritten
ownership oxygen ozone pace pacifier pad painfully painless paint paintings palace pale pan panel panic pant paperback
par parade paradise paradox parameter paranoia paranoid paraphrase pardon parentheses parenthesis parity parliament
parochial parody parrot parse participant participate particle partition partner passage passenger passion passionate
passive passport password paste pat patent pathetic patience patronize pavement payment peaceful peanut peasant pedal
pedant pedantic pedantry pedestrian peer penalty pence pencil pended pending pends penguin penny perceive percent
percentage perception perfection periodic periodically peripheral permissible perpetual persecute persist persistent
personality personnel perspective persuasion perverse pet petty pharmacy phenomena philosopher philosophical phoenix
photo photocopy photograph photographic physic physically physicist physiology piano pie pig pigeon pill pilot pin
pinch pink pipeline pit pitch pitfall pity pizza plague plainly planetary plaster plate platform plausible player
playground pleasantly pleasure plotter ploy plural poetic poetry pointer poison poke polar pole policeman polish
polite politeness politically politician politics pollution polynomial pompous poorer poorest poorly pope populace
popularity populate pork pornography portability portable porter portion portray pose positively possess possession
postage postal postcard poster postpone postscript postulate pot potato pour poverty powder practicable pragmatic
praise pray prayer preach precaution precede precedence precedent precious precision predecessor predict predictable
prediction predominantly preface prefix pregnancy pregnant prejudice preliminary premature prematurely premise premium
prerequisite prescribe prescription presentation presently pretend pretentious prevail prevalent prevention preview
previewer pride priest primarily prince principal principally priority prison prisoner privacy privately privatization
privilege prize pro probability probable proceed proceedings proclaim producer productive productivity profession
professor profile profit profitable profound programmable prohibit projection proliferation prolong prominent promote
promotion pronoun pronounce pronunciation propaganda prophet proportional proposition proprietary prose prosecute
prosecution prospective prostitute protein protocol prototype proud proven provision provisional provocative provoke
proximity pseudo psychological psychologist psychology pub publicize publisher pudding pulp pulse pump pun punch
punish punishment punt pupil purge purity purple pursue pursuit puzzle python qualification qualifier quantum queen
query quest questionable questionnaire quibble quieter quietest quiz quota quotation rabbit rabid racial racism racist
rack racket radar radiation radical radically radius rag rage raid rail railroad railway rainbow ram rampant rang rank
rant rape rarer rarest rash rat ratio rational rationale rationally rattle rave ray razor reactionary reactor
readership readings realistic realization realm rear rearrange reassure rebuild rebuilt receipt receiver recipe
recipient reckless reckon reclaim recognizable recollection reconcile reconsider recorder recordings recovery
recreational recruit recruitment rectangle rectangular rectify recursion recursive recycle redefine redirect
redundancy referendum refine reflex reform reformat refrain refresh refund refusal refute regain regime regional
registration regrettably reign reinstate reiterate rejection relativity relax relay reliability reliably relief
relieve relocation reluctance reluctantly remainder remarkable remarkably remedy reminder reminiscent rename rend
render rendition renew rent repeatable repent repertoire repetition repetitive rephrase reporter reproduction
repulsive reputation requisite reread rescue researcher resemblance resemble resent reservation reset reside residence
resign resignation resist resistance resolve respectable respective restaurant restrain restriction restrictive resume
resurrection retail retire retirement retract retrieval retrieve reuse revelation revenge revenue revert revise
revision revolt revolution revolutionary reward rewritten rewrote rhetorical rhyme rhythm ribbon rice rich richer
richest ridden ridiculously rightly rigid rigorous ringed ringing rings riot rip risen risky ritual rival robot robust
rock rocket rod rode roman romance romantic roof rope rose rot rotate rotation rotten roundabout rout routinely royal
royalties rub rude ruin ruler rung rural rusty sabotage sack sacred sacrifice sadden safeguard saga sail salary
salesman salt salvation sand sandwich sane sang sanity sank sarcasm sarcastic satellite satire satisfaction
satisfactorily satisfactory sauce savings scandal scanner scarce scarcely scare scarf scarlet scatter scenario scenery
schedule scheduler scholar scientifically scientist scope scotch scream screw scroll scum sea seal seat secretly sect
sector secular seemingly segment seldom selective selectively selfish semantic sender sensation sensitivity sentient
sentiment sentimental separation separator sequel sequential seriousness sermon servant settings seventh severity
sexist sexual sexuality sexually sexy shade shadow shake shaken shaky shallow shareholder sharply shedding sheds sheep
sheer shelter shelve shine shiny shirt shock shoe shone shook shorten shorthand shot shoulder shout shove shower
shutdown shy sic sick sicken sideways sigh sigma signature silence silent silicon sillier silliest silver similarity
simplicity simplify simplistic simulate simulation sin sincere sine sinful sing singer singular singularly sinister
sink sir sister situate sixteen sixth sixty skeleton skeptical sketch skin skip skirt skull sky slag slang slash slave
slept slice slid slide slighter slightest slim slippery slogan slope sloppy slot smallish smart smash smell smelly
smith smoke smoker smoothly smug snack snag snail sneak sneaky sniff snobbery snow soap sober socialism socialist
socially sock socket sod soil solar soldier sole solicitor solo song sordid sore soul soundtrack soup span spatial
specialist specialize specialty species specification specimen spectacular spectrum speculate speculation sped
spellings sphere spigot spike spill spin spiral spiritual spit splendid spoil spokesman sponsor spontaneous
spontaneously spoof spool sport spout sprang spray sprung spur spurious spy squad squash squeeze stability stack
stagger stair staircase stake stale stall stamp stance standardize standpoint star stare stark starter startle starve
static stationary steadily steady steam steel steep steer stem stereo stereotype sterile sterling sticky stiff
stimulate stimulation stir stole stolen stomach storm strain strangely stranger strangest strategic straw stray
strengthen stress stretch stringent strip strive stroke stronger strongest structural struggle studio stumble stun
stunt stupidity subjective submission subroutine subscribe subscription subsequently subsidiary subsidize substance
substantially substitution subtlety subtly subway succession successive successor sue sufferer suffix suicidal suicide
suitability suite summarize sundry sung sunk sunlight sunny sunrise sunshine super superb superficial superficially
superfluous superiority supermarket supernatural supervise supervision supplement supplementary supplier supporter
suppress suppression supreme surgery surname surplus surprisingly surround surroundings survival susceptible
suspension suspicious suspiciously sustain swallow swam swamp swap swear sweat sweep sweet swept swim swing sword
swore sworn swum symbolic symmetric symmetry sympathetic sympathize sympathy symphony symptom syndicate syndrome
synonym synonymous syntactic syntactically synthesis synthesizer systematic tab tack tackle tactic tactical tactless
tag tail tailor taker tale talent tall tame tangent tap tasteless taxation taxi taxpayer teapot tear technically
technological teenage teenager telescope temper temple tempt temptation tender tennis tense tension tentative
tentatively tenth terminally terminate termination terminator terrible terrify territory terror terrorism terrorist
terse textbook textual thankful thankfully theater thee theft theme theological theology theorem theoretically therapy
thereabouts thereafter therein thereof thesis thick thickness thief thieve thirst thirty thorough thoroughfare thou
thread threaten threshold throat throughput thrust thumb thy tick tidy tiger tightly tile timer timescale timetable
tiny tip tire tiresome toad toast tobacco toe toggle toilet tolerance tolerant tolerate toll tomato tome ton tone
tongue tool topical tore torn torture toss tough tour tourist tower toy trade tradition traditionally tragedy tragic
trail transaction transcript transform transformation transient transit transition translator transmission transmit
transmitter transparent trashcan travelings tray tread treasure treaty trek tremendous tremendously trend trendy
triangle tribe tricky trifle trigger trilogy trinity triple tripos triumph trivia trivially trolley troop trouser
trumpet truncate trusty tube tunnel turntable tutor tutorial twentieth twin twist typeset typewriter typically ugh
umbrella unaffected unambiguous unattended unauthorized unavailable unavoidable unbalanced unbearable unbelievable
unbelievably unbiased uncertainty unchanged uncle uncomfortable uncommon unconnected unconscious unconvincing
undefined underestimate undergo undergone underground underlain underlay underlie underline underlying understandable
undertake undertaken undertook underwent undesirable undid undo undocumented undone undoubtedly unduly uneasy
unemployed unemployment unexpected unexpectedly unexplained unfair unfamiliar unfinished unfounded unfriendly
unhealthy unhelpful uniformly unify unimportant uninteresting union uniquely unity universally universe unjustified
unload unlock unlucky unnatural unobtainable unofficial unpopular unpredictable unread unreadable unrealistic
unrelated unreliable unsafe unsatisfactory unseen unset unsolicited unsound unspecified unstable unsuccessful
unsupported unsure unsuspecting untidy unto untrue unusable unused unusually unwelcome unwilling unwise unworkable
upbringing upgrade upright upside upstairs upward urban urge urgency urgent urgently usable usefully usefulness utter
vacancy vacuum vain valley valve vandalism vanish variance variant vat vegetable vegetarian vehicle vein velocity vend
vendor venture venue verb verbal verbally verbatim verbose verdict verification verify versatile verse versus vertical
vertically vessel vet viable vicar vicinity vicious victim victory viewer viewpoint vigorously vile village vintage
vinyl violate violation violence violent violently violin virgin virtual virus visitor visual visually vocabulary
vocal void voltage voluntarily voluntary volunteer vomit voter vouch vowel vulnerable wade waffle wage wake wallet
wander ward warehouse warnings warp warrant warranty wartime wary wasteful wave weak weakness wealth wealthy weary
weasel wedded wedding weds wee weekday weekly weigh welfare wet whale whence whereupon whichever whim whiskey whistle
wholeheartedly wholly whoop wicked width wildly willingly wings winner wipe wisdom wiser wisest wit witch withdrawal
withdrawn withdrew witness witty wive wizard woke woken wolf wombat wonderfully wondrous wont wood workable workings
workload workshop workstation worldwide worm worship worthless wound wow wrap wrapper wrath wreck wrecker wren
wretched wrist writings wrongly yard yawn yearly yeti yield younger youngest yourselves youth zone zoom
`;
