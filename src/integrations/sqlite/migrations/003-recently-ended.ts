/** What has ended lately in one way: an administrator looks at the newest failures. */
export const recentlyEnded = `
CREATE INDEX trainings_recently_ended ON trainings (status, (doc ->> '$.endedAt') DESC, id DESC)
  WHERE doc ->> '$.endedAt' IS NOT NULL;
`;
