package io.kehu.customer.matching;

import io.kehu.customer.customer.NamePinyin;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Chinese persons with phone, mail and birth date, who live in families, and the records that several clerks make of them. */
final class ChinesePersons {

    private static final String SURNAMES =
            "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁于蒋蔡余杜叶程苏魏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾韦夏付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
    private static final String GIVEN =
            "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲建国文辉力永健世广志义兴良海山仁波宁贵福生龙元全胜学祥才发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘";
    private static final String[] PROVIDERS = {"qq.com", "163.com", "126.com", "sina.cn", "gmail.com", "outlook.com"};

    private static final String[] ROADS = {"文三路", "人民路", "解放路", "中山北路", "建国路", "长江路", "和平街", "新华大街", "学院路", "天目山路"};

    private final Random random;
    private final double noise;

    /** For what goes beyond name, birth date, phone and mail; null where nothing does. */
    private final @Nullable Random beyond;

    private final GeneratedStock stock = new GeneratedStock(new CustomerFields().models());

    /** Who somebody is. */
    private record Person(
            int entity,
            int household,
            String name,
            @Nullable LocalDate birth,
            @Nullable String phone,
            @Nullable String mail,
            Beyond beyond) {}

    /** What wider records say besides. */
    private record Beyond(
            @Nullable String nationalId,
            @Nullable String weChat,
            @Nullable String street,
            @Nullable String postcode) {

        private static final Beyond NOTHING = new Beyond(null, null, null, null);
    }

    private ChinesePersons(long seed, double noise, boolean wide) {
        this.random = new Random(seed);
        this.noise = noise;
        this.beyond = wide ? new Random(seed + 1) : null;
    }

    /** @param noise how probable a change is per value of a double */
    static GeneratedStock of(int persons, double doubles, double noise, long seed) {
        return of(persons, doubles, new ChinesePersons(seed, noise, false));
    }

    /** As {@link #of}; many have an address, which families share, and some a WeChat id or an identity number. */
    static GeneratedStock ofWideRecords(int persons, double doubles, double noise, long seed) {
        return of(persons, doubles, new ChinesePersons(seed, noise, true));
    }

    private static GeneratedStock of(int persons, double doubles, ChinesePersons generator) {
        int household = 0;
        int entity = 0;
        while (entity < persons) {
            int members = generator.random.nextDouble() < 0.6 ? 1 : 2 + generator.random.nextInt(3);
            for (Person person : generator.family(entity, household, members)) {
                generator.record(person, doubles);
            }
            entity += members;
            household++;
        }
        return generator.stock;
    }

    private List<Person> family(int firstEntity, int household, int members) {
        char surname = zipf(SURNAMES);
        String shared = phone();
        String generation = String.valueOf(zipf(GIVEN));
        Beyond home = home();
        List<Person> family = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            char own = i == 1 ? zipf(SURNAMES) : surname;
            String name = i >= 2 ? own + generation + zipf(GIVEN) : own + given();
            LocalDate birth = LocalDate.of(1945 + random.nextInt(40) + (i >= 2 ? 20 : 0), 1, 1)
                    .plusDays(random.nextInt(365));
            String phone = members > 1 && random.nextDouble() < 0.5 ? shared : phone();
            family.add(new Person(
                    firstEntity + i,
                    household,
                    name,
                    chance(0.15) ? null : birth,
                    chance(0.04) ? null : phone,
                    chance(0.4) ? null : mail(name),
                    own(home, birth)));
        }
        return family;
    }

    private void record(Person person, double doubles) {
        stock.add(row(person, false));
        while (chance(doubles)) {
            stock.add(row(person, true));
        }
    }

    private GeneratedStock.Row row(Person person, boolean noisy) {
        String name = noisy && chance(noise) ? otherName(person.name()) : person.name();
        String birth = person.birth() == null
                ? null
                : noisy && chance(noise)
                        ? otherDate(person.birth())
                        : person.birth().toString();
        String phone = person.phone() == null || !noisy || !chance(noise) ? person.phone() : otherPhone(person.phone());
        String mail = person.mail() == null || !noisy || !chance(noise) ? person.mail() : otherMail(person.mail());
        List<String> phones = phone == null ? List.of() : List.of(phone);
        List<String> mails = mail == null ? List.of() : List.of(mail);
        Beyond said = noisy ? again(person.beyond()) : person.beyond();
        return new GeneratedStock.Row(
                person.entity(),
                person.household(),
                List.of(
                        List.of(name),
                        listOf(birth),
                        phones,
                        mails,
                        listOf(said.nationalId()),
                        List.of(),
                        List.of(),
                        listOf(said.weChat()),
                        listOf(said.street()),
                        listOf(said.postcode())));
    }

    private static List<String> listOf(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }

    private Beyond home() {
        if (beyond == null || beyond.nextDouble() < 0.4) {
            return Beyond.NOTHING;
        }
        String street = ROADS[beyond.nextInt(ROADS.length)] + (1 + beyond.nextInt(400)) + "号" + (1 + beyond.nextInt(30))
                + "幢" + (101 + beyond.nextInt(1_500)) + "室";
        return new Beyond(null, null, street, "3100%02d".formatted(beyond.nextInt(100)));
    }

    private Beyond own(Beyond home, LocalDate birth) {
        if (beyond == null) {
            return home;
        }
        String place = "3301%02d".formatted(beyond.nextInt(20));
        String id = place + birth.toString().replace("-", "") + "%03d0".formatted(beyond.nextInt(1_000));
        return new Beyond(
                beyond.nextDouble() < 0.3 ? id : null,
                beyond.nextDouble() < 0.3 ? "wx_" + Long.toString(beyond.nextLong(1L << 40), 36) : null,
                home.street(),
                home.postcode());
    }

    /** An official number is on record once, so a double never has it; another clerk leaves out or mistypes the rest. */
    private Beyond again(Beyond first) {
        if (beyond == null) {
            return first;
        }
        String street = first.street();
        boolean otherStreet = street != null && beyond.nextDouble() < noise;
        return new Beyond(
                null,
                beyond.nextDouble() < 0.5 ? first.weChat() : null,
                otherStreet ? street.replace("幢", "栋").replace("室", "") : street,
                beyond.nextDouble() < noise ? null : first.postcode());
    }

    private String otherName(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> NamePinyin.sounds(name.charAt(0)).getFirst() + " " + sounds(name.substring(1));
            case 1 ->
                sounds(name.substring(1)) + " "
                        + NamePinyin.sounds(name.charAt(0)).getFirst();
            case 2 -> {
                int at = random.nextInt(name.length());
                yield name.substring(0, at) + zipf(GIVEN) + name.substring(at + 1);
            }
            default -> name.substring(1) + name.charAt(0);
        };
    }

    private static String sounds(String hanzi) {
        StringBuilder letters = new StringBuilder();
        hanzi.codePoints()
                .forEach(point -> letters.append(NamePinyin.sounds(point).getFirst()));
        return letters.toString();
    }

    private @Nullable String otherDate(LocalDate date) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> "%04d-%02d-%02d".formatted(date.getYear(), date.getDayOfMonth(), date.getMonthValue());
            case 2 -> date.plusYears(random.nextBoolean() ? 1 : -1).toString();
            default -> date.plusDays(random.nextBoolean() ? 1 : 10).toString();
        };
    }

    private @Nullable String otherPhone(String phone) {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> phone();
            case 2 -> {
                int at = 4 + random.nextInt(phone.length() - 4);
                yield phone.substring(0, at) + random.nextInt(10) + phone.substring(at + 1);
            }
            default -> {
                int at = 4 + random.nextInt(phone.length() - 5);
                yield phone.substring(0, at) + phone.charAt(at + 1) + phone.charAt(at) + phone.substring(at + 2);
            }
        };
    }

    private @Nullable String otherMail(String mail) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> mail.substring(0, mail.indexOf('@') + 1) + PROVIDERS[random.nextInt(PROVIDERS.length)];
            default -> mail.substring(0, 2) + mail.substring(3);
        };
    }

    private String given() {
        return chance(0.35) ? String.valueOf(zipf(GIVEN)) : "" + zipf(GIVEN) + zipf(GIVEN);
    }

    private String phone() {
        return "+861%d%09d".formatted(3 + random.nextInt(7), random.nextInt(1_000_000_000));
    }

    private String mail(String name) {
        return sounds(name) + random.nextInt(1_000) + "@" + PROVIDERS[random.nextInt(PROVIDERS.length)];
    }

    /** Early characters are many times as common as late ones. */
    private char zipf(String characters) {
        double at = Math.pow(characters.length(), random.nextDouble());
        return characters.charAt(Math.min(characters.length() - 1, (int) at));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
