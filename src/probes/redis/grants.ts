/** Commands that make the user as which Holdfast looks into Redis: it sees users, settings and clients, and no key. */
export const redisGrants = `# The user as which Holdfast looks into Redis. Run it in redis-cli, with the SHA-256 of a long random password; then ACL SAVE.
ACL SETUSER holdfast reset on #SHA256_OF_ITS_PASSWORD -@all +acl|list +config|get +client|list +info
`;
