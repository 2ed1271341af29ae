/** The books of points. A person's next number can be taken once: that is what keeps balances right. */
export const postings = `
CREATE TABLE postings (
  id TEXT NOT NULL PRIMARY KEY,
  doc TEXT NOT NULL,
  person_id AS (doc ->> '$.personId'),
  sequence AS (doc ->> '$.sequence')
);
CREATE UNIQUE INDEX postings_sequence ON postings (person_id, sequence);
`;
