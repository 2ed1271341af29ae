/** Given names that a base model has seen on many faces. */
export const COMMON_NAMES = `
adam alex alexander alexandra alice amanda amy andrea andrew angela anna anne anthony antonio ashley barbara ben
benjamin betty bob brad brian bruce carlos carol caroline catherine charles charlotte chris christian christina
christopher claire clara daniel daniela david deborah diana donald dylan edward elena elizabeth ella ellen emily
emma eric eva evelyn fiona francesca frank gabriel george grace hannah harry heather helen henry ian irina isabel
isabella ivan jack jacob jake james jane jason jennifer jeremy jessica jim joan joe john jonathan jordan jorge
jose joseph joshua juan julia julian julie karen karl kate katherine katie kelly kevin kim kyle laura lauren leo leon
leonardo linda lisa louis lucas lucia lucy luke luna maria marie mark martha martin mary matthew max maya megan
melissa mia michael michelle mike mila miguel mohammed monica nancy natalia natalie natasha nathan nicholas nick
nicole nina noah nora oleg olga oliver olivia oscar pablo pamela patricia patrick paul paula pedro peter philip
rachel rebecca rex richard robert roger rosa ruth ryan sam samantha samuel sandra sara sarah scott sebastian sergey
sharon simon sofia sophia sophie stella stephanie stephen steve steven susan sylvia taylor teresa thomas tim tina
tom tony valentina vanessa veronica victor victoria vincent vladimir walter william zoe
`;
