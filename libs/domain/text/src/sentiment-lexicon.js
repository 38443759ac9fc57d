/** Common English words by strength: 3 is strong praise, -3 strong blame. The list is Parapet's own. */
const wordsByWeight = {
  3: `amazing awesome beautiful best brilliant delighted excellent exceptional extraordinary fabulous fantastic
    flawless incredible love loved loves magnificent marvelous marvellous masterpiece outstanding perfect perfectly
    phenomenal spectacular splendid stunning superb terrific thrilled wonderful wonderfully`,
  2: `accomplished admire adorable appreciate appreciated appreciates attractive celebrate charming cheerful clever
    comfortable congratulations delicious delightful elegant enjoy enjoyable enjoyed enjoying enjoys excited exciting
    favorite favourite fun funny generous glad good gorgeous grateful great greatly happily happiness happy helpful
    hilarious honest impressed impressive inspired inspiring intuitive joy kind lovely loyal lucky nice passionate
    peaceful pleasant pleased pleasure polite powerful pretty proud reliable satisfied satisfying seamless sincere smart
    smooth success successful successfully superior sweet talented thank thankful thanks trust trusted trustworthy
    useful valuable victory warm welcome well win winner winning wise won worthy wow yay`,
  1: `able accept accepted accurate active advantage advantages affordable agree agreed balanced benefit beneficial
    benefits better bonus calm care careful clean clear clearly confident convenient cool correct correctly creative
    cute easier easily easy effective efficient encourage fair fast fine fixed flexible fresh friendly gain gentle gift
    handy healthy help helped helping helps hope hopeful ideal improve improved improvement improves improving
    innovative interesting like liked likes modern natural neat ok okay positive practical productive progress promising
    promptly quick quickly ready recommend recommended relaxed relief responsive rich robust safe safely secure simple
    solid solved stable strong support supported supportive supports sure thoughtful useable valid vibrant wish works`,
  "-1": `afraid against alone awkward bland blame blocked bored boring bother bothered busy cheap cold complex
    complicated concern concerned concerns confused confusing costly crowded dark delay delayed delays deny
    difficult dirty dislike disliked doubt dull expensive fail failed failing fails faulty fear flaw flawed forget forgot
    hard inaccurate inconsistent inconvenient incorrect incomplete issue issues lack lacking lacks late lazy limited lost
    messy miss missed missing mistake mistakes negative nervous noisy odd old outdated overpriced poor poorly
    problem problems questionable refuse refused regret reject rejected risk risky rough sad slow slowly sorry strange
    stuck suspicious tired tough trouble unable uncertain unclear uncomfortable unexpected unfair unfortunately
    unhelpful unreliable unsure unwanted upset useless vague warning weak weird worried worry wrong`,
  "-2": `abandoned abuse abused angry annoyed annoying anxious ashamed attack attacked awfully bad badly betrayed
    bitter broken brutal cheat cheated complain complained complaint complaints corrupt crap crash crashed crashes
    crazy cruel cry crying damage damaged damn danger dangerous dead death defective depressed depressing
    desperate destroy destroyed disappoint disappointed disappointing disappointment disgrace dishonest disrespectful
    disturbing dreadful dumb embarrassed embarrassing enemy error errors evil failure failures fake foolish fraud
    frustrated frustrating frustration furious guilty harm harmed harmful helpless hopeless hostile hurt hurts ignorant
    inferior insane insult insulted insulting irritated irritating jealous kill killed lie lied lies lonely loser lousy
    mad malicious miserable misleading murder nasty nightmare offended offensive outrage outraged pain painful
    panic pathetic rage ridiculous rude ruin ruined scam scared selfish shame shameful shocked sick steal
    stole stolen stress stressful stupid suck sucks suffer suffered suffering terrified threat threaten threatened tragedy
    tragic ugly unacceptable unhappy victim violence violent war waste wasted wicked worse worthless`,
  "-3": `abhorrent abominable appalling atrocious awful despicable detest devastated devastating disaster disastrous
    disgust disgusted disgusting hate hated hateful hates hating heinous hideous horrendous horrible horribly horrid
    horrific horrifying loathe repulsive terrible terribly vile worst`,
};
/** Weight by lower-cased word. */
export const sentimentLexicon = new Map(
  Object.entries(wordsByWeight).flatMap(([weight, words]) => words.split(/\s+/).map((word) => [word, Number(weight)])),
);
//# sourceMappingURL=sentiment-lexicon.js.map
