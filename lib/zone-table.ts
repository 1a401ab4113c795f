// Written by `npm run zones`: do not edit.

/** The version of IANA's table of time zones. */
export const zonesVersion = '2026f';

/** The day on which it was packed, `YYYY-MM-DD`. */
export const zonesReleased = '2026-10-29';

/**
 * The zones, one a line: names | minutes east of Greenwich when 2020 began | changes, each as minutes since the one before
 * (base 36) and the offset that begins | rules of later years, each the offset that begins, month, week, weekday, minutes.
 */
export const zoneTable = `
Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Nouakchott Africa/Ouagadougou Africa/Timbuktu Atlantic/Reykjavik Atlantic/St_Helena Iceland|0||
Africa/Algiers|60||
Africa/Bissau|0||
Africa/Cairo Egypt|120|11foo:180|180.4.5.5.0 120.10.5.4.1440
Africa/Casablanca|60|3d7c:0 1ao0:60 9q00:0 12w0:60 9q00:0 1ao0:60 9q00:0 12w0:60 9xs0:0 12w0:60 9q00:0 1ao0:60 9q00:0 12w0:60 5m6c:0|
Africa/Ceuta|60||120.3.5.0.120 60.10.5.0.180
Africa/El_Aaiun|60|3d7c:0 1ao0:60 9q00:0 12w0:60 9q00:0 1ao0:60 9q00:0 12w0:60 9xs0:0 12w0:60 9q00:0 1ao0:60 9q00:0 12w0:60 5m6c:0|
Africa/Johannesburg Africa/Maseru Africa/Mbabane|120||
Africa/Juba|180|c8z0:120|
Africa/Khartoum|120||
Africa/Lagos Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Libreville Africa/Luanda Africa/Malabo Africa/Niamey Africa/Porto-Novo|60||
Africa/Maputo Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Kigali Africa/Lubumbashi Africa/Lusaka|120||
Africa/Monrovia|0||
Africa/Nairobi Africa/Addis_Ababa Africa/Asmara Africa/Asmera Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu Indian/Antananarivo Indian/Comoro Indian/Mayotte|180||
Africa/Ndjamena|60||
Africa/Sao_Tome|0||
Africa/Tripoli Libya|120||
Africa/Tunis|60||
Africa/Windhoek|120||
America/Adak America/Atka US/Aleutian|-600||-540.3.2.0.120 -600.11.1.0.120
America/Anchorage US/Alaska|-540||-480.3.2.0.120 -540.11.1.0.120
America/Araguaina|-180||
America/Argentina/Buenos_Aires America/Buenos_Aires|-180||
America/Argentina/Catamarca America/Argentina/ComodRivadavia America/Catamarca|-180||
America/Argentina/Cordoba America/Cordoba America/Rosario|-180||
America/Argentina/Jujuy America/Jujuy|-180||
America/Argentina/La_Rioja|-180||
America/Argentina/Mendoza America/Mendoza|-180||
America/Argentina/Rio_Gallegos|-180||
America/Argentina/Salta|-180||
America/Argentina/San_Juan|-180||
America/Argentina/San_Luis|-180||
America/Argentina/Tucuman|-180||
America/Argentina/Ushuaia|-180||
America/Asuncion|-180|2i50:-240 61to:-180 5eec:-240 5u1o:-180 5eec:-240 5u1o:-180 5eec:-240 5u1o:-180 5eec:-240 61to:-180|
America/Bahia_Banderas|-360|2xxc:-300 69ic:-360 4yxo:-300 6hac:-360 4r5o:-300 6hac:-360|
America/Bahia|-180||
America/Barbados|-240||
America/Belem|-180||
America/Belize|-360||
America/Boa_Vista|-240||
America/Bogota|-300||
America/Boise|-420||-360.3.2.0.120 -420.11.1.0.120
America/Cambridge_Bay|-420||-360.3.2.0.120 -420.11.1.0.120
America/Campo_Grande|-240||
America/Cancun|-300||
America/Caracas|-240||
America/Cayenne|-180||
America/Chicago US/Central|-360||-300.3.2.0.120 -360.11.1.0.120
America/Chihuahua|-420|2xz0:-360 69ic:-420 4yxo:-360 6hac:-420 4r5o:-360|
America/Ciudad_Juarez|-420|22v0:-360 7cec:-420 43to:-360 7cec:-420 3w1o:-360 82z0:-420|-360.3.2.0.120 -420.11.1.0.120
America/Costa_Rica|-360||
America/Coyhaique|-180|2xp0:-240 4r5o:-180 6hac:-240 4r5o:-180 6hac:-240 4yxo:-180 69ic:-240 4r5o:-180 6p2c:-240 4r5o:-180|
America/Cuiaba|-240||
America/Danmarkshavn|0||
America/Dawson_Creek|-420||
America/Dawson|-480|22wo:-420|
America/Denver America/Shiprock Navajo US/Mountain|-420||-360.3.2.0.120 -420.11.1.0.120
America/Detroit US/Michigan|-300||-240.3.2.0.120 -300.11.1.0.120
America/Edmonton America/Yellowknife Canada/Mountain|-420|22v0:-360 7cec:-420 43to:-360 7cec:-420 3w1o:-360 7cec:-420 3w1o:-360 7cec:-420 3w1o:-360 7cec:-420 3w1o:-360 7cec:-420 3w1o:-360|
America/Eirunepe|-300||
America/El_Salvador|-360||
America/Fort_Nelson|-420||
America/Fort_Wayne America/Indiana/Indianapolis America/Indianapolis US/East-Indiana|-300||-240.3.2.0.120 -300.11.1.0.120
America/Fortaleza|-180||
America/Glace_Bay|-240||-180.3.2.0.120 -240.11.1.0.120
America/Godthab America/Nuuk|-180|2pto:-120 6hc0:-180 4r40:-120 6p40:-180 4jc0:-120 6p40:-180 4jc0:-120 bg80:-60|-60.3.5.0.-60 -120.10.5.0.0
America/Goose_Bay|-240||-180.3.2.0.120 -240.11.1.0.120
America/Grand_Turk|-300||-240.3.2.0.120 -300.11.1.0.120
America/Guatemala|-360||
America/Guayaquil|-300||
America/Guyana|-240||
America/Halifax Canada/Atlantic|-240||-180.3.2.0.120 -240.11.1.0.120
America/Havana Cuba|-300|22oc:-240 7cg0:-300 43s0:-240 7cg0:-300 3w00:-240 7cg0:-300 3w00:-240 7cg0:-300 3w00:-240 7cg0:-300 3w00:-240 7cg0:-300 3w00:-240 iso0:-300|-240.3.2.0.0 -300.11.1.0.60
America/Hermosillo|-420||
America/Indiana/Knox America/Knox_IN US/Indiana-Starke|-360||-300.3.2.0.120 -360.11.1.0.120
America/Indiana/Marengo|-300||-240.3.2.0.120 -300.11.1.0.120
America/Indiana/Petersburg|-300||-240.3.2.0.120 -300.11.1.0.120
America/Indiana/Tell_City|-360||-300.3.2.0.120 -360.11.1.0.120
America/Indiana/Vevay|-300||-240.3.2.0.120 -300.11.1.0.120
America/Indiana/Vincennes|-300||-240.3.2.0.120 -300.11.1.0.120
America/Indiana/Winamac|-300||-240.3.2.0.120 -300.11.1.0.120
America/Inuvik|-420|22v0:-360 7cec:-420 43to:-360 7cec:-420 3w1o:-360 7cec:-420 3w1o:-360 7cec:-420 3w1o:-360 7cec:-420 3w1o:-360 7cec:-420 3w1o:-360|
America/Iqaluit America/Pangnirtung|-300||-240.3.2.0.120 -300.11.1.0.120
America/Jamaica Jamaica|-300||
America/Juneau|-540||-480.3.2.0.120 -540.11.1.0.120
America/Kentucky/Louisville America/Louisville|-300||-240.3.2.0.120 -300.11.1.0.120
America/Kentucky/Monticello|-300||-240.3.2.0.120 -300.11.1.0.120
America/La_Paz|-240||
America/Lima|-300||
America/Los_Angeles US/Pacific|-480||-420.3.2.0.120 -480.11.1.0.120
America/Maceio|-180||
America/Managua|-360||
America/Manaus Brazil/West|-240||
America/Martinique|-240||
America/Matamoros|-360||-300.3.2.0.120 -360.11.1.0.120
America/Mazatlan Mexico/BajaSur|-420|2xz0:-360 69ic:-420 4yxo:-360 6hac:-420 4r5o:-360 6hac:-420|
America/Menominee|-360||-300.3.2.0.120 -360.11.1.0.120
America/Merida|-360|2xxc:-300 69ic:-360 4yxo:-300 6hac:-360 4r5o:-300 6hac:-360|
America/Metlakatla|-540||-480.3.2.0.120 -540.11.1.0.120
America/Mexico_City Mexico/General|-360|2xxc:-300 69ic:-360 4yxo:-300 6hac:-360 4r5o:-300 6hac:-360|
America/Miquelon|-180||-120.3.2.0.120 -180.11.1.0.120
America/Moncton|-240||-180.3.2.0.120 -240.11.1.0.120
America/Monterrey|-360|2xxc:-300 69ic:-360 4yxo:-300 6hac:-360 4r5o:-300 6hac:-360|
America/Montevideo|-180||
America/New_York US/Eastern|-300||-240.3.2.0.120 -300.11.1.0.120
America/Nome|-540||-480.3.2.0.120 -540.11.1.0.120
America/Noronha Brazil/DeNoronha|-120||
America/North_Dakota/Beulah|-360||-300.3.2.0.120 -360.11.1.0.120
America/North_Dakota/Center|-360||-300.3.2.0.120 -360.11.1.0.120
America/North_Dakota/New_Salem|-360||-300.3.2.0.120 -360.11.1.0.120
America/Ojinaga|-420|22v0:-360 7cec:-420 43to:-360 7cec:-420 3w1o:-360 b8ec:-300|-300.3.2.0.120 -360.11.1.0.120
America/Panama America/Atikokan America/Cayman America/Coral_Harbour EST|-300||
America/Paramaribo|-180||
America/Phoenix America/Creston MST US/Arizona|-420||
America/Port-au-Prince|-300||-240.3.2.0.120 -300.11.1.0.120
America/Porto_Velho|-240||
America/Puerto_Rico America/Anguilla America/Antigua America/Aruba America/Blanc-Sablon America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Kralendijk America/Lower_Princes America/Marigot America/Montserrat America/Port_of_Spain America/St_Barthelemy America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Tortola America/Virgin|-240||
America/Punta_Arenas|-180||
America/Rankin_Inlet|-360||-300.3.2.0.120 -360.11.1.0.120
America/Recife|-180||
America/Regina Canada/Saskatchewan|-360||
America/Resolute|-360||-300.3.2.0.120 -360.11.1.0.120
America/Rio_Branco America/Porto_Acre Brazil/Acre|-300||
America/Santarem|-180||
America/Santiago Chile/Continental|-180|2xp0:-240 4r5o:-180 6hac:-240 4r5o:-180 6hac:-240 4yxo:-180|-240.4.1.6.1440 -180.9.1.6.1440
America/Santo_Domingo|-240||
America/Sao_Paulo Brazil/East|-180||
America/Scoresbysund|-60|2pto:0 6hc0:-60 4r40:0 6p40:-60 4jc0:0 6p40:-60 4jc0:0 6p40:-60 b8g0:-120|-60.3.5.0.-60 -120.10.5.0.0
America/Sitka|-540||-480.3.2.0.120 -540.11.1.0.120
America/St_Johns Canada/Newfoundland|-210||-150.3.2.0.120 -210.11.1.0.120
America/Swift_Current|-360||
America/Tegucigalpa|-360||
America/Thule|-240||-180.3.2.0.120 -240.11.1.0.120
America/Tijuana America/Ensenada America/Santa_Isabel Mexico/BajaNorte|-480||-420.3.2.0.120 -480.11.1.0.120
America/Toronto America/Montreal America/Nassau America/Nipigon America/Thunder_Bay Canada/Eastern|-300||-240.3.2.0.120 -300.11.1.0.120
America/Vancouver Canada/Pacific|-480|22wo:-420 7cec:-480 43to:-420 7cec:-480 3w1o:-420 7cec:-480 3w1o:-420 7cec:-480 3w1o:-420 7cec:-480 3w1o:-420 7cec:-480 3w1o:-420|
America/Whitehorse Canada/Yukon|-480|22wo:-420|
America/Winnipeg America/Rainy_River Canada/Central|-360|22tc:-300 7cec:-360 43to:-300 7cec:-360 3w1o:-300 7cec:-360 3w1o:-300 7cec:-360 3w1o:-300 7cec:-360 3w1o:-300 7cec:-360 3w1o:-300|
America/Yakutat|-540||-480.3.2.0.120 -540.11.1.0.120
Antarctica/Casey|660|222o:480 6hc1:660 4yqz:480 69p1:660 4yqz:480 69p1:660 4vjz:480|
Antarctica/Davis|420||
Antarctica/Macquarie|660||600.4.1.0.180 660.10.1.0.120
Antarctica/Mawson|300||
Antarctica/Palmer|-180||
Antarctica/Rothera|-180||
Antarctica/Troll|0||120.3.5.0.60 0.10.5.0.180
Antarctica/Vostok|420|18njo:300|
Asia/Almaty|360|1axq0:300|
Asia/Amman|120|2ngo:180 6p40:120 4jc0:180 6p40:120 3o80:180|
Asia/Anadyr|720||
Asia/Aqtau|300||
Asia/Aqtobe|300||
Asia/Ashgabat Asia/Ashkhabad|300||
Asia/Atyrau|300||
Asia/Baghdad|180||
Asia/Baku|240||
Asia/Bangkok Asia/Phnom_Penh Asia/Vientiane Indian/Christmas|420||
Asia/Barnaul|420||
Asia/Beirut|120||180.3.5.0.0 120.10.5.0.0
Asia/Bishkek|360||
Asia/Brunei Asia/Kuching|480||
Asia/Chita|540||
Asia/Colombo|330||
Asia/Damascus|120|2ngo:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180|
Asia/Dhaka Asia/Dacca|360||
Asia/Dili|540||
Asia/Dubai Asia/Muscat Indian/Mahe Indian/Reunion|240||
Asia/Dushanbe|300||
Asia/Famagusta|120||180.3.5.0.180 120.10.5.0.240
Asia/Gaza|120|2oko:180 6hc0:120 4r40:180 6o00:120 4lk0:180 6o1o:120 5m9o:180 5m6c:120 5eho:180 5tyc:120 56po:180 61qc:120 4r5o:180 6hac:120 4r5o:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4r5o:180 6hac:120 4r5o:180 6hac:120 4r5o:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4r5o:180 69ic:120 4yxo:180 61qc:120 56po:180 5m6c:120 5m9o:180 5eec:120 5u1o:180 4yuc:120 1iho:180 7qc:120 4r5o:180 4jac:120 1apo:180 nac:120 4r5o:180 4bic:120 1apo:180 v2c:120 4r5o:180 3vyc:120 1iho:180 12uc:120 4r5o:180 3o6c:120 1apo:180 1q6c:120 4jdo:180 3gec:120 1apo:180 1xyc:120 4jdo:180 30uc:120 1iho:180 25qc:120 4r5o:180 2lac:120 1apo:180 2lac:120 4r5o:180 25qc:120 1iho:180 2t2c:120 4r5o:180 1xyc:120 1apo:180 3gec:120 4jdo:180 1q6c:120 1apo:180 3o6c:120 4jdo:180 1amc:120 1iho:180 3vyc:120 4r5o:180 v2c:120 1apo:180 4bic:120 4r5o:180 fic:120 1iho:180 4jac:120 4r5o:180 7qc:120 1iho:180 4r2c:120 61to:180 5eec:120 5m9o:180 5m6c:120 56po:180 61qc:120 4yxo:180 69ic:120 4r5o:180 6hac:120 4r5o:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4r5o:180 6hac:120 4r5o:180 6hac:120 4r5o:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6hac:120 4yxo:180 61qc:120 56po:180 5tyc:120 5eho:180 5eec:120 5u1o:180 56mc:120 1apo:180 7qc:120 4jdo:180 4yuc:120 1apo:180 fic:120 4jdo:180 4jac:120 1iho:180 nac:120 4r5o:180 43qc:120 1apo:180 12uc:120 4r5o:180 3o6c:120 1iho:180 1amc:120 4r5o:180 3gec:120 1iho:180 1q6c:120 4jdo:180 38mc:120 1apo:180 25qc:120 4jdo:180 2t2c:120 1iho:180 2dic:120 4r5o:180 2dic:120 1apo:180 2t2c:120 4r5o:180 25qc:120 1apo:180 30uc:120 4r5o:180 1q6c:120 1iho:180 38mc:120 4r5o:180 1iec:120 1apo:180 3vyc:120 4jdo:180 12uc:120 1iho:180 43qc:120 4jdo:180 v2c:120 1iho:180 4bic:120 4r5o:180 fic:120 1apo:180|180.3.5.0.-1320 120.10.5.0.-1320
Asia/Hebron|120|2oko:180 6hc0:120 4r40:180 6o00:120 4lk0:180 6o1o:120 5m9o:180 5m6c:120 5eho:180 5tyc:120 56po:180 61qc:120 4r5o:180 6hac:120 4r5o:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4r5o:180 6hac:120 4r5o:180 6hac:120 4r5o:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4r5o:180 69ic:120 4yxo:180 61qc:120 56po:180 5m6c:120 5m9o:180 5eec:120 5u1o:180 4yuc:120 1iho:180 7qc:120 4r5o:180 4jac:120 1apo:180 nac:120 4r5o:180 4bic:120 1apo:180 v2c:120 4r5o:180 3vyc:120 1iho:180 12uc:120 4r5o:180 3o6c:120 1apo:180 1q6c:120 4jdo:180 3gec:120 1apo:180 1xyc:120 4jdo:180 30uc:120 1iho:180 25qc:120 4r5o:180 2lac:120 1apo:180 2lac:120 4r5o:180 25qc:120 1iho:180 2t2c:120 4r5o:180 1xyc:120 1apo:180 3gec:120 4jdo:180 1q6c:120 1apo:180 3o6c:120 4jdo:180 1amc:120 1iho:180 3vyc:120 4r5o:180 v2c:120 1apo:180 4bic:120 4r5o:180 fic:120 1iho:180 4jac:120 4r5o:180 7qc:120 1iho:180 4r2c:120 61to:180 5eec:120 5m9o:180 5m6c:120 56po:180 61qc:120 4yxo:180 69ic:120 4r5o:180 6hac:120 4r5o:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6p2c:120 4r5o:180 6hac:120 4r5o:180 6hac:120 4r5o:180 6p2c:120 4jdo:180 6p2c:120 4jdo:180 6hac:120 4yxo:180 61qc:120 56po:180 5tyc:120 5eho:180 5eec:120 5u1o:180 56mc:120 1apo:180 7qc:120 4jdo:180 4yuc:120 1apo:180 fic:120 4jdo:180 4jac:120 1iho:180 nac:120 4r5o:180 43qc:120 1apo:180 12uc:120 4r5o:180 3o6c:120 1iho:180 1amc:120 4r5o:180 3gec:120 1iho:180 1q6c:120 4jdo:180 38mc:120 1apo:180 25qc:120 4jdo:180 2t2c:120 1iho:180 2dic:120 4r5o:180 2dic:120 1apo:180 2t2c:120 4r5o:180 25qc:120 1apo:180 30uc:120 4r5o:180 1q6c:120 1iho:180 38mc:120 4r5o:180 1iec:120 1apo:180 3vyc:120 4jdo:180 12uc:120 1iho:180 43qc:120 4jdo:180 v2c:120 1iho:180 4bic:120 4r5o:180 fic:120 1apo:180|180.3.5.0.-1320 120.10.5.0.-1320
Asia/Ho_Chi_Minh Asia/Saigon|420||
Asia/Hong_Kong Hongkong|480||
Asia/Hovd|420||
Asia/Irkutsk|480||
Asia/Jakarta|420||
Asia/Jayapura|540||
Asia/Jerusalem Asia/Tel_Aviv Israel|120||180.3.4.4.1560 120.10.5.0.120
Asia/Kabul|270||
Asia/Kamchatka|720||
Asia/Karachi|300||
Asia/Kathmandu Asia/Katmandu|345||
Asia/Khandyga|540||
Asia/Kolkata Asia/Calcutta|330||
Asia/Krasnoyarsk|420||
Asia/Kuala_Lumpur Asia/Singapore Singapore|480||
Asia/Macau Asia/Macao|480||
Asia/Magadan|660||
Asia/Makassar Asia/Ujung_Pandang|480||
Asia/Manila|480||
Asia/Nicosia Europe/Nicosia|120||180.3.5.0.180 120.10.5.0.240
Asia/Novokuznetsk|420||
Asia/Novosibirsk|420||
Asia/Omsk|360||
Asia/Oral|300||
Asia/Pontianak|420||
Asia/Pyongyang|540||
Asia/Qatar Asia/Bahrain|180||
Asia/Qostanay|360|1axq0:300|
Asia/Qyzylorda|300||
Asia/Rangoon Asia/Yangon Indian/Cocos|390||
Asia/Riyadh Antarctica/Syowa Asia/Aden Asia/Kuwait|180||
Asia/Sakhalin|660||
Asia/Samarkand|300||
Asia/Seoul ROK|540||
Asia/Shanghai Asia/Chongqing Asia/Chungking Asia/Harbin PRC|480||
Asia/Srednekolymsk|660||
Asia/Taipei ROC|480||
Asia/Tashkent|300||
Asia/Tbilisi|240||
Asia/Tehran Iran|210|2gq6:270 5oec:210 5m9o:270 5oec:210 5l5o:270 5oec:210|
Asia/Thimphu Asia/Thimbu|360||
Asia/Tokyo Japan|540||
Asia/Tomsk|420||
Asia/Ulaanbaatar Asia/Choibalsan Asia/Ulan_Bator|480||
Asia/Urumqi Asia/Kashgar|360||
Asia/Ust-Nera|600||
Asia/Vladivostok|600||
Asia/Yakutsk|540||
Asia/Yekaterinburg|300||
Asia/Yerevan|240||
Atlantic/Azores|-60||0.3.5.0.0 -60.10.5.0.60
Atlantic/Bermuda|-240||-180.3.2.0.120 -240.11.1.0.120
Atlantic/Canary|0||60.3.5.0.60 0.10.5.0.120
Atlantic/Cape_Verde|-60||
Atlantic/Faroe Atlantic/Faeroe|0||60.3.5.0.60 0.10.5.0.120
Atlantic/Madeira|0||60.3.5.0.60 0.10.5.0.120
Atlantic/South_Georgia|-120||
Atlantic/Stanley|-180||
Australia/Adelaide Australia/South|630||570.4.1.0.180 630.10.1.0.120
Australia/Brisbane Australia/Queensland|600||
Australia/Broken_Hill Australia/Yancowinna|630||570.4.1.0.180 630.10.1.0.120
Australia/Darwin Australia/North|570||
Australia/Eucla|525||
Australia/Hobart Australia/Currie Australia/Tasmania|660||600.4.1.0.180 660.10.1.0.120
Australia/Lindeman|600||
Australia/Lord_Howe Australia/LHI|660||630.4.1.0.120 660.10.1.0.120
Australia/Melbourne Australia/Victoria|660||600.4.1.0.180 660.10.1.0.120
Australia/Perth Australia/West|480||
Australia/Sydney Australia/ACT Australia/Canberra Australia/NSW|660||600.4.1.0.180 660.10.1.0.120
CST6CDT|-360||-300.3.2.0.120 -360.11.1.0.120
EST5EDT|-300||-240.3.2.0.120 -300.11.1.0.120
Etc/GMT+10|-600||
Etc/GMT+11|-660||
Etc/GMT+12|-720||
Etc/GMT+1|-60||
Etc/GMT+2|-120||
Etc/GMT+3|-180||
Etc/GMT+4|-240||
Etc/GMT+5|-300||
Etc/GMT+6|-360||
Etc/GMT+7|-420||
Etc/GMT+8|-480||
Etc/GMT+9|-540||
Etc/GMT-0 Etc/GMT Etc/GMT+0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich|0||
Etc/GMT-10|600||
Etc/GMT-11|660||
Etc/GMT-12|720||
Etc/GMT-13|780||
Etc/GMT-14|840||
Etc/GMT-1|60||
Etc/GMT-2|120||
Etc/GMT-3|180||
Etc/GMT-4|240||
Etc/GMT-5|300||
Etc/GMT-6|360||
Etc/GMT-7|420||
Etc/GMT-8|480||
Etc/GMT-9|540||
Etc/UTC Etc/UCT Etc/Universal Etc/Zulu UCT UTC Universal Zulu|0||
Europe/Andorra|60||120.3.5.0.120 60.10.5.0.180
Europe/Astrakhan|240||
Europe/Athens EET|120||180.3.5.0.180 120.10.5.0.240
Europe/Belgrade Europe/Ljubljana Europe/Podgorica Europe/Sarajevo Europe/Skopje Europe/Zagreb|60||120.3.5.0.120 60.10.5.0.180
Europe/Berlin Arctic/Longyearbyen Atlantic/Jan_Mayen Europe/Copenhagen Europe/Oslo Europe/Stockholm|60||120.3.5.0.120 60.10.5.0.180
Europe/Brussels CET Europe/Amsterdam Europe/Luxembourg MET|60||120.3.5.0.120 60.10.5.0.180
Europe/Bucharest|120||180.3.5.0.180 120.10.5.0.240
Europe/Budapest|60||120.3.5.0.120 60.10.5.0.180
Europe/Chisinau Europe/Tiraspol|120|2ps0:180 6hc0:120 4r40:180 6p40:120 4jdo:180|180.3.5.0.180 120.10.5.0.240
Europe/Dublin Eire|0||60.3.5.0.60 0.10.5.0.120
Europe/Gibraltar|60||120.3.5.0.120 60.10.5.0.180
Europe/Helsinki Europe/Mariehamn|120||180.3.5.0.180 120.10.5.0.240
Europe/Istanbul Asia/Istanbul Turkey|180||
Europe/Kaliningrad|120||
Europe/Kiev Europe/Kyiv Europe/Uzhgorod Europe/Zaporozhye|120||180.3.5.0.180 120.10.5.0.240
Europe/Kirov|180||
Europe/Lisbon Portugal WET|0||60.3.5.0.60 0.10.5.0.120
Europe/London Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey GB GB-Eire|0||60.3.5.0.60 0.10.5.0.120
Europe/Madrid|60||120.3.5.0.120 60.10.5.0.180
Europe/Malta|60||120.3.5.0.120 60.10.5.0.180
Europe/Minsk|180||
Europe/Moscow W-SU|180||
Europe/Paris Europe/Monaco|60||120.3.5.0.120 60.10.5.0.180
Europe/Prague Europe/Bratislava|60||120.3.5.0.120 60.10.5.0.180
Europe/Riga|120||180.3.5.0.180 120.10.5.0.240
Europe/Rome Europe/San_Marino Europe/Vatican|60||120.3.5.0.120 60.10.5.0.180
Europe/Samara|240||
Europe/Saratov|240||
Europe/Simferopol|180||
Europe/Sofia|120||180.3.5.0.180 120.10.5.0.240
Europe/Tallinn|120||180.3.5.0.180 120.10.5.0.240
Europe/Tirane|60||120.3.5.0.120 60.10.5.0.180
Europe/Ulyanovsk|240||
Europe/Vienna|60||120.3.5.0.120 60.10.5.0.180
Europe/Vilnius|120||180.3.5.0.180 120.10.5.0.240
Europe/Volgograd|240|b50o:180|
Europe/Warsaw Poland|60||120.3.5.0.120 60.10.5.0.180
Europe/Zurich Europe/Busingen Europe/Vaduz|60||120.3.5.0.120 60.10.5.0.180
Indian/Chagos|360||
Indian/Maldives Indian/Kerguelen|300||
Indian/Mauritius|240||
MST7MDT|-420||-360.3.2.0.120 -420.11.1.0.120
PST8PDT|-480||-420.3.2.0.120 -480.11.1.0.120
Pacific/Apia|840|2x3c:780 5eg0:840 5u00:780|
Pacific/Auckland Antarctica/McMurdo Antarctica/South_Pole NZ|780||720.4.1.0.180 780.9.5.0.120
Pacific/Bougainville|660||
Pacific/Chatham NZ-CHAT|825||765.4.1.0.225 825.9.5.0.165
Pacific/Easter Chile/EasterIsland|-300|2xp0:-360 4r5o:-300 6hac:-360 4r5o:-300 6hac:-360 4yxo:-300|-360.4.1.6.1320 -300.9.1.6.1320
Pacific/Efate|660||
Pacific/Enderbury Pacific/Kanton|780||
Pacific/Fakaofo|780||
Pacific/Fiji|780|brc:720 al40:780 v40:720|
Pacific/Galapagos|-360||
Pacific/Gambier|-540||
Pacific/Guadalcanal Pacific/Pohnpei Pacific/Ponape|660||
Pacific/Guam Pacific/Saipan|600||
Pacific/Honolulu HST Pacific/Johnston US/Hawaii|-600||
Pacific/Kiritimati|840||
Pacific/Kosrae|660||
Pacific/Kwajalein Kwajalein|720||
Pacific/Marquesas|-570||
Pacific/Nauru|720||
Pacific/Niue|-660||
Pacific/Norfolk|720||660.4.1.0.180 720.10.1.0.120
Pacific/Noumea|660||
Pacific/Pago_Pago Pacific/Midway Pacific/Samoa US/Samoa|-660||
Pacific/Palau|540||
Pacific/Pitcairn|-480||
Pacific/Port_Moresby Antarctica/DumontDUrville Pacific/Chuuk Pacific/Truk Pacific/Yap|600||
Pacific/Rarotonga|-600||
Pacific/Tahiti|-600||
Pacific/Tarawa Pacific/Funafuti Pacific/Majuro Pacific/Wake Pacific/Wallis|720||
Pacific/Tongatapu|780||
`;
