const words = `
  password1 password12 password123 password1234 passw0rd passw0rd1 p@ssw0rd p@ssword1 password01
  password2 mypassword1 pass1234 passpass1 secret123 changeme1 changeme123 qwerty12 qwerty123
  qwerty1234 qwertyui1 qwertyuiop1 1qaz2wsx zaq12wsx 1q2w3e4r 1q2w3e4r5t q1w2e3r4 asdf1234
  asdfghjkl1 zxcvbnm1 qazwsx123 abcd1234 abc12345 abc123456 a1b2c3d4 aa123456 aaaaa1111
  abcdefg1 abcdefgh1 test1234 admin123 admin1234 administrator1 welcome1
  welcome12 welcome123 letmein1 letmein123 iloveyou1 iloveyou2 trustno1 football1 baseball1
  basketball1 superman1 batman123 monkey123 dragon123 shadow123 master123 michael1 jennifer1
  jessica1 charlie1 jordan23 princess1 sunshine1 starwars1 pokemon1 chocolate1 computer1 internet1
  hello123 hello1234
`;

/**
 * Passwords that many people choose and that pass every other rule, in lower case. A short list by hand: the first
 * guesses of an attacker, not a breach corpus.
 */
export const commonPasswords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
