const words = `
  !qaz2wsx 0p9o8i7u 111111aa 1111aaaa 112233aa 123123aa 123123abc 123321aa 123456aa 123456aaa 123456ab 123456abc
  123456as 123456asd 123456qq 123456qw 123456qwe 123456qwerty 123456zz 12345aaa 12345abc 12345abcde 12345asdf
  12345qwert 1234abcd 1234asdf 1234qwer 1234qwerasdf 123654aa 123abc123 123abc456 123asd123 123asdfg 123qwe123
  123qwe456 123qwe456asd 123qweasd 123qweasdzxc 123qwerty 12qw34er 12qwasyx 12qwaszx 1a2s3d4f 1a2s3d4f5g 1q1q1q1q
  1q2q3q4q 1q2w3e4r 1q2w3e4r! 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz!qaz 1qaz1qaz 1qaz2wsx 1qaz2wsx3edc
  1qaz2wsx3edc4rfv 1qaz@wsx 1qaz@wsx3edc 1qazxsw2 1qazxsw23edc 1qazzaq1 1qwerty1 1z2x3c4v 1z2x3c4v5b 2wsx1qaz 2wsx3edc
  3edc4rfv a123456a a1a2a3a4 a1b2c3d4 a1b2c3d4e5 a1b2c3d4e5f6 a1s2d3f4 a1s2d3f4g5 aa112233 aa123123 aa123456
  aa12345678 aaa12345 aaa123456 aaaa1111 aaaa1234 aaaaa1111 aaaaaa123 aaaaaaa1 aaaaaaaa1 abc123!! abc12321 abc12345
  abc123456 abc1234567 abc12345678 abc123456789 abc123abc abc123def abc123xyz abc@1234 abc@12345 abcabc123 abcd1212
  abcd1234 abcd1234! abcd12345 abcd123456 abcd123abcd abcd4321 abcd@1234 abcde123 abcde12345 abcdef123 abcdefg1
  abcdefg123 abcdefgh1 abcdefgh123 abcdefghi1 access123 account1 account123 acdc1234 admin123 admin123! admin1234
  admin12345 admin123456 admin1admin admin2023 admin2024 admin2025 admin@123 admin@1234 adminadmin1 administrator1
  administrator123 agent007 alejandra1 alex1234 alex12345 alexander1 alexander123 alexandra1 alexis123 allah786
  amanda123 america1 america123 amor1234 andrew123 android1 android123 angel123 angelica1 angelina1 anthony1
  anthony123 antonio1 apple123 april123 arsenal1 arsenal123 asd12345 asd123456 asd123asd asdasd123 asdf1234 asdf1234!
  asdf12345 asdf123456 asdf123asdf asdf4321 asdfasdf1 asdfg123 asdfg12345 asdfgh123 asdfghj1 asdfghjk1 asdfghjkl1
  asdfghjkl123 asdqwe123 asdzxc123 ashley123 asshole1 asshole123 austin123 australia1 autumn123 autumn2023 autumn2024
  autumn2025 azerty123 azertyuiop1 azertyuiop123 baby1234 baby12345 babyboy1 babyboy123 babygirl1 babygirl12
  babygirl123 babylove1 bailey123 banana123 barbie123 barca123 barcelona1 barcelona123 baseball1 baseball12
  baseball123 baseball2 basketball1 basketball123 batman123 beatles1 beautiful1 beautiful123 beauty123 bella123
  bestfriend1 bestfriends1 bieber123 birthday1 birthday123 bismillah1 bismillah786 bitch123 black123 blessed1
  blessed123 blink182 blue1234 blue12345 bmw12345 bonjour1 bonjour123 boston12 brandon1 brandon123 brasil123 brazil123
  brooklyn1 brother1 buddy123 bullshit1 bunny123 buster123 butterfly1 butterfly123 butterfly2 california1 canada123
  candy123 carlos123 carolina1 cashmoney1 casper123 change123 changeme1 changeme1! changeme123 changepassword1
  changethis1 charlie1 charlie12 charlie123 charlie2 cheer123 cheese123 chelsea1 chelsea123 cherry123 chicago1
  chicken1 chicken123 chocolate1 chocolate123 christian1 christmas1 christmas25 christopher1 ciao1234 cinderella1
  clave123 cocacola1 coffee123 college1 college123 computer1 computer123 contrasena1 contrasena123 cookie123 cookies1
  corona123 corvette1 covid2020 cowboy123 cowboys1 crazy123 cricket1 cricket123 cristiano7 crystal1 crystal123
  cupcake1 cupcake123 cutie123 cutiepie1 daddy123 daddysgirl1 daisy123 dallas12 dancer123 daniel123 darthvader1
  david123 default1 default123 demo1234 destiny1 destiny123 diamond1 diamond123 disney123 doctor123 dolphin1
  dolphin123 dolphins1 dragon12 dragon123 dragon1234 dragon13 dragonball1 dragonballz1 dragons1 dream123 dreamer1
  eagle123 elephant1 elizabeth1 elizabeth123 elizabeth2 elvis123 emily123 eminem123 england1 enter123 estrella1
  example1 facebook1 facebook123 faith123 falcon123 fall2023 fall2024 fall2025 family01 family123 ferrari1 ferrari123
  florida1 flower123 flowers1 football1 football10 football12 football123 football2 football7 ford1234 forever1
  forever123 forever21 foreverlove1 fortnite1 fortnite123 francisco1 freedom1 freedom123 friday123 friends1 friends123
  fuckme123 fuckoff1 fuckyou1 fuckyou123 gabriel1 gabriela1 gamer123 gandalf1 gangsta1 garfield1 geheim123 george123
  ginger123 godisgood1 gold1234 golf1234 goodbye1 goodluck1 goodluck123 google123 grace123 green123 greenday1 guest123
  guest12345 guitar123 hallo123 halloween1 hannah123 happy123 happy12345 happy2020 happyday1 harley1! harley123
  harrypotter1 health123 heaven123 hello123 hello1234 hello12345 hello123456 hellohello1 hellokitty1 hellokitty123
  helloworld1 hockey123 hogwarts1 hola1234 hola12345 hola123456 honda123 honey123 honeybee1 hope1234 hospital1
  hospital123 hottie123 hunter123 hunter22 idontknow1 iforgot1 ilovegod1 iloveher1 ilovehim1 ilovejesus1 iloveme1
  iloveme123 ilovemom1 ilovemyself1 iloveu123 ilovey0u iloveyou1 iloveyou1! iloveyou12 iloveyou123 iloveyou1234
  iloveyou13 iloveyou14 iloveyou2 iloveyou22 iloveyou23 iloveyou3 iloveyou4 iloveyou5 iloveyou69 iloveyou7 iluvu123
  iluvyou1 india123 india@123 indonesia1 inshallah1 instagram1 instagram123 internet1 internet123 ironman1 ironman123
  jack1234 jackson1 jacob123 james007 james123 jamesbond007 jasmine1 jasmine123 jasper123 jennifer1 jennifer123
  jessica1 jessica123 jessica2 jesus123 jesuschrist1 jesusis1 jetaime1 john1234 john12345 jordan12 jordan123
  jordan1234 jordan23 joseph123 joshua123 justin123 justinbieber1 juventus1 killer123 king1234 kingdom1 kingkong1
  kitty123 kochanie1 krishna1 krishna123 ladybug1 lakers123 lakers24 lauren123 letmein!1 letmein1 letmein1! letmein12
  letmein123 letmein1234 letmeinnow1 linkedin1 linkinpark1 lion1234 lionking1 liverpool1 liverpool123 lkjhgfdsa1
  login123 login12345 london123 love1234 love12345 love123456 love4ever lovebug1 lovelove1 lovely123 loveme123
  lover123 lovers123 loveu4ever loveyou1 loveyou123 lucky123 madison1 madison123 maggie123 magic123 mahalkita1
  manager1 manager123 manchester1 manutd123 marines1 mario123 marseille13 martin123 mashallah1 master12 master123
  master1234 masterkey1 masters1 matrix123 matthew1 matthew123 medical123 melissa1 melissa123 messi123 metallica1
  mexico123 miamor123 michael1 michael12 michael123 michael2 michelle1 michelle123 mickey123 mickeymouse1 microsoft1
  microsoft123 military1 minecraft1 minecraft123 minnie123 mnbvcxz1 mommy123 money123 money12345 moneymaker1 monkey1!
  monkey11 monkey12 monkey123 monkey1234 monkey12345 monkey13 monkeyman1 monkeys1 morgan123 motdepasse1 mother123
  muhammad1 music123 mustang1 mustang123 mustang69 mylove123 mypass123 mypassword1 mypassword123 myspace1 myspace123
  myspace2 mystery1 naruto123 nascar88 ncc1701d ncc1701e newpass1 newpass123 newpassword1 newpassword123 newyear1
  newyork1 newyork123 newyork2 nicholas1 nicole123 ninja123 nintendo1 nirvana1 nopassword1 nothing1 nothing123
  november1 number1a numberone1 nurse123 nursing1 october1 october31 oliver123 one2three one2three4 opensesame1
  orange123 p@$$w0rd p@$$w0rd1 p@$$word1 p@ssw0rd p@ssw0rd! p@ssw0rd1 p@ssw0rd12 p@ssw0rd123 p@ssw0rd1234 p@ssword1
  p@ssword12 p@ssword123 pa$$w0rd pa$$w0rd1 pa$$word1 pa55w0rd pa55w0rd! pa55w0rd1 pa55word pa55word1 pakistan1
  pakistan123 pakistan786 panther1 panthers1 paris123 pass1234 pass12345 pass123456 pass@123 pass@1234 pass@word1
  passcode1 passme123 passpass1 passport1 passw0rd passw0rd! passw0rd1 passw0rd12 passw0rd123 password!1 password#1
  password-1 password.1 password00 password007 password01 password1 password1! password1# password1. password10
  password101 password11 password111 password12 password123 password123! password1234 password12345 password123456
  password13 password14 password1? password1@ password1a password1q password2 password2019 password2020 password2021
  password2022 password2023 password2024 password2025 password2026 password21 password22 password23 password3
  password321 password4 password5 password6 password666 password69 password7 password777 password8 password88
  password9 password99 password@1 password@12 password@123 password_1 password_123 passwords1 passwort1 passwort1!
  passwort123 patient123 patrick1 patrick123 patriots1 peace123 peaches1 peanut123 penguin1 penguin123 pepper123
  pepsi123 phoenix1 phoenix123 pikachu1 pikachu123 pimp1234 pink1234 pink12345 pinky123 pinoyako1 pizza123 platinum1
  playboy1 player123 playstation1 playstation2 playstation3 please123 poiuyt123 poiuytrewq1 pokemon1 pokemon123
  polska123 pooh1234 poohbear1 porsche1 porsche911 prettygirl1 prince123 princess1 princess12 princess123 princess2
  private1 private123 puppies1 purple123 pussy123 q123456q q12we34r q1q1q1q1 q1w2e3r4 q1w2e3r4! q1w2e3r4t q1w2e3r4t5
  q1w2e3r4t5y6 q2w3e4r5 qaz12345 qaz123456 qaz123qaz qaz123wsx qaz1wsx2 qazwsx123 qazwsxedc1 qazwsxedc123 qazxsw123
  qq123456 qq5201314 queen123 queenbee1 qwaszx123 qwe12345 qwe123456 qwe123asd qwe123qwe qwe123rty qweasd123
  qweasdzxc1 qweasdzxc123 qweqwe123 qwer1234 qwer12345 qwer123456 qwer4321 qwert123 qwert12345 qwerty00 qwerty007
  qwerty01 qwerty1! qwerty11 qwerty111 qwerty12 qwerty12! qwerty123 qwerty123! qwerty1234 qwerty12345 qwerty123456
  qwerty13 qwerty2020 qwerty2021 qwerty2022 qwerty2023 qwerty2024 qwerty21 qwerty22 qwerty23 qwerty321 qwerty666
  qwerty77 qwerty777 qwerty78 qwerty789 qwerty88 qwerty99 qwerty@123 qwertyu1 qwertyu123 qwertyui1 qwertyui123
  qwertyuio1 qwertyuiop1 qwertyuiop123 qwertz123 r2d2c3po rachel123 rahasia1 rahasia123 raiders1 rainbow1 rainbow123
  rangers1 realmadrid1 rebecca1 red12345 redrose1 redsox123 reset123 resetme1 robert123 roblox123 rockandroll1
  rocknroll1 rockstar1 rocky123 ronaldo123 ronaldo7 root1234 root12345 samantha1 samantha123 sammy123 sample123
  samsung1 samsung123 sasuke123 sayang123 schatz123 school123 scorpio1 scorpion1 sebastian1 secret007 secret12
  secret123 secret1234 secret12345 secure123 security1 security123 senha123 september1 server123 sesame123 sexy1234
  sexybitch1 sexygirl1 sexymama1 shadow123 silver123 simba123 simpsons1 skywalker1 slipknot1 smile123 smiley123
  smokey123 snoopy123 soccer10 soccer12 soccer123 soccer1234 soccer13 softball1 soleil123 sommer123 sonnenschein1
  sophie123 sparky123 spartan1 spartan117 spartans1 spiderman1 spiderman123 spongebob1 spongebob123 spring123
  spring2023 spring2024 spring2025 ss123456 startrek1 starwars1 starwars123 starwars2 steelers1 stephanie1 strawberry1
  student1 student123 success1 success123 summer01 summer1! summer12 summer123 summer2019 summer2020 summer2021
  summer2022 summer2023 summer2024 summer2025 summer2026 sunflower1 sunflower123 sunny123 sunshine1 sunshine12
  sunshine123 superman1 superman12 superman123 superman2 superuser1 supervisor1 sweet123 sweetheart1 sweetie1
  sweetpea1 sydney123 sysadmin1 system123 taylor123 teacher1 teacher123 teamo123 temp1234 temporary1 temppass1
  temppass123 tennis123 tequiero1 tequiero123 test1234 test12345 test123456 test123test test@123 test@1234 tester123
  testing1 testing123 testtest1 texas123 thankyou1 thankyou123 thepassword1 thomas123 thug1234 thuglife1 thx1138a
  tiger123 tigers123 tigger123 tiktok123 tinkerbell1 toor1234 topsecret1 toyota123 truelove1 trustgod1 trustme1
  trustno1 trustno1! trustno123 turtle123 twitter1 usa12345 user1234 user12345 user123456 username1 username123
  vanessa1 victoria1 victoria123 victory1 victory123 volleyball1 w3lc0me1 w3lcome1 warcraft1 warrior1 warriors1
  welc0me1 welc0me123 welcome01 welcome1 welcome1! welcome12 welcome123 welcome123! welcome1234 welcome12345 welcome1@
  welcome2 welcome2020 welcome2021 welcome2022 welcome2023 welcome2024 welcome2025 welcome2026 welcome3 welcome@1
  welcome@12 welcome@123 welcome@1234 welkom123 whatever1 whatever123 whatsapp1 whiskey1 william1 william123 windows1
  windows10 windows123 windows7 winner123 winter1! winter123 winter2023 winter2024 winter2025 woaini1314 woaini520
  wolverine1 ww123456 xsw21qaz yamaha123 yankees1 yellow123 yourpassword1 youtube1 youtube123 z1x2c3v4 zaq!1qaz
  zaq123wsx zaq12wsx zaq12wsx! zaq1@wsx zaq1xsw2 zaq1xsw2cde3 zaq1zaq1 zxc12345 zxc123456 zxc123zxc zxcasd123
  zxcasdqwe123 zxcv1234 zxcvb123 zxcvbn123 zxcvbnm1 zxcvbnm123 zxczxc123 zz123456
`;

/**
 * About 1,100 common passwords in lower case that pass every other rule once a letter is a capital. They were gathered by hand
 * after the heads of published breach lists: the first guesses of an attacker, not all of them.
 */
export const commonPasswords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
