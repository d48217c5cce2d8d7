package io.kehu.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Two thousand customers as spreadsheets really look: phone formats of every kind, full-width digits, missing and wrong values, sixty people
 * twice. The same seed always makes the same file; nobody in it exists.
 */
final class DemoCustomers {

    static final int ROWS = 2_000;
    static final int DUPLICATES = 60;
    static final List<String> HEADER = List.of("会员卡号", "姓名", "手机号", "邮箱", "出生日期", "语言", "同意营销", "城市", "备注");

    private static final String[] SURNAMES =
            "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
                    .split("");
    private static final String[] COMPOUND = {"欧阳", "上官", "司马", "诸葛", "慕容", "皇甫", "尉迟", "令狐"};
    private static final String[] GIVEN =
            "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲红建国华志永佳欣怡梓涵浩然子轩雨桐思远嘉懿晨曦若溪宇航诗琪俊熙一诺沐宸雅婷博文天翊".split("");
    private static final String[][] FOREIGN = {
        {"John Smith", "+44 20 7946 %04d", "en"},
        {"Maria García López", "+34 612 34 %02d %02d", "en"},
        {"Søren Ørsted", "+45 20 12 %02d %02d", "en"},
        {"Ahmed Al-Farsi", "+971 50 123 %04d", "en"},
        {"山田 太郎", "+81 90-1234-%04d", "en"},
        {"Anne-Marie O'Neil", "+1 415 555 %04d", "en"},
        {"김민수", "+82 10-2345-%04d", "en"},
    };
    private static final String[] CITIES = {"深圳", "上海", "北京", "广州", "杭州", "成都", "武汉", "西安", "南京", "重庆"};
    private static final String[] DOMAINS = {"example.cn", "mail.example.com", "demo.example.net", "公司.example.org"};
    private static final String[] PREFIXES = {"138", "139", "150", "151", "158", "159", "177", "186", "188", "199"};

    private final Random random;
    private int card = 100_000;

    DemoCustomers(long seed) {
        this.random = new Random(seed);
    }

    /** Rows below the header. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        List<Person> people = new ArrayList<>();
        while (people.size() < ROWS - DUPLICATES) {
            people.add(people.size() % 25 == 7 ? foreigner(people.size()) : person(people.size()));
        }
        for (Person person : people) {
            rows.add(row(person));
        }
        for (int i = 0; i < DUPLICATES; i++) {
            rows.add(random.nextInt(rows.size()), again(people.get(random.nextInt(people.size() - 200))));
        }
        return rows;
    }

    /** Cards that a purchase may name: those of sound rows. */
    static List<String> cards(List<List<String>> rows) {
        List<String> cards = new ArrayList<>();
        for (List<String> row : rows) {
            if (row.getFirst().matches("K\\d{6}") && row.get(8).isEmpty()) {
                cards.add(row.getFirst());
            }
        }
        return cards;
    }

    private record Person(
            int index, String card, String name, String phone, String email, String birthDate, String language) {}

    private Person person(int index) {
        String surname = random.nextInt(40) == 0 ? pick(COMPOUND) : pick(SURNAMES);
        String given = random.nextInt(4) == 0 ? pick(GIVEN) : pick(GIVEN) + pick(GIVEN);
        String phone = pick(PREFIXES) + "%08d".formatted(10_000_000 + index * 37 + random.nextInt(37));
        String email = "u%05d@%s".formatted(index, pick(DOMAINS));
        String birth =
                "%04d-%02d-%02d".formatted(1950 + random.nextInt(56), 1 + random.nextInt(12), 1 + random.nextInt(28));
        return new Person(index, nextCard(), surname + given, phone, email, birth, "");
    }

    private Person foreigner(int index) {
        String[] one = FOREIGN[random.nextInt(FOREIGN.length)];
        long places = one[1].chars().filter(character -> character == '%').count();
        int digits = 100 + index % 9_900;
        String phone = places == 1 ? one[1].formatted(digits) : one[1].formatted(digits / 100, digits % 100);
        return new Person(
                index,
                nextCard(),
                one[0] + (Character.isIdeographic(one[0].codePointAt(0)) ? "" : " " + (char) ('A' + index % 26)),
                phone,
                "f%05d@%s".formatted(index, DOMAINS[1]),
                "%04d-%02d-%02d".formatted(1960 + index % 40, 1 + index % 12, 1 + index % 28),
                one[2]);
    }

    private List<String> row(Person person) {
        String phone = person.phone().startsWith("+") ? person.phone() : phone(person.phone());
        String email = random.nextInt(10) < 2 ? "" : email(person.email());
        String birth = random.nextInt(10) < 2 ? "" : date(person.birthDate());
        String consent = new String[] {"是", "否", "", "Y", "同意"}[random.nextInt(5)];
        String name = name(person.name());
        String note = "";
        int fault = person.index() % 40 == 13 ? random.nextInt(7) : -1;
        switch (fault) {
            case 0 -> {
                phone = phone.substring(0, Math.max(4, phone.length() - 3));
                note = "电话不全";
            }
            case 1 -> {
                phone = "1.38E+10";
                note = "表格取整";
            }
            case 2 -> {
                email = person.email().replace("@", " at ");
                note = "邮箱写法";
            }
            case 3 -> {
                birth = "2月30日";
                note = "日期有误";
            }
            case 4 -> {
                name = "";
                note = "姓名待补, 请核实";
            }
            case 5 -> {
                consent = "可能";
                note = "同意不明";
            }
            case 6 -> {
                name = "12345";
                note = "姓名有误";
            }
            default -> {
                // Most rows are sound.
            }
        }
        String cardNo = fault == 4 ? "" : person.card();
        return List.of(cardNo, name, phone, email, birth, person.language(), consent, pick(CITIES), note);
    }

    /** The same person as somebody else typed them. */
    private List<String> again(Person person) {
        boolean sameCard = random.nextBoolean();
        return List.of(
                sameCard ? person.card() : "",
                person.name().replaceAll("(?<=^\\p{IsHan})", " "),
                person.phone().startsWith("+") ? person.phone() : phone(person.phone()),
                "",
                "",
                person.language(),
                "",
                pick(CITIES),
                "补录");
    }

    private String phone(String digits) {
        return switch (random.nextInt(9)) {
            case 0 -> digits.substring(0, 3) + " " + digits.substring(3, 7) + " " + digits.substring(7);
            case 1 -> digits.substring(0, 3) + "-" + digits.substring(3, 7) + "-" + digits.substring(7);
            case 2 -> "+86 " + digits;
            case 3 -> "0086" + digits;
            case 4 -> fullWidth(digits);
            case 5 -> digits + ".0";
            case 6 -> "(86)" + digits;
            default -> digits;
        };
    }

    private String email(String address) {
        return switch (random.nextInt(6)) {
            case 0 -> " " + address + " ";
            case 1 -> address.toUpperCase(java.util.Locale.ROOT).replace("公司", "公司");
            case 2 -> fullWidth(address.substring(0, 1)) + address.substring(1);
            default -> address;
        };
    }

    private String date(String iso) {
        String[] parts = iso.split("-", -1);
        return switch (random.nextInt(6)) {
            case 0 -> parts[0] + "/" + Integer.parseInt(parts[1]) + "/" + Integer.parseInt(parts[2]);
            case 1 -> parts[0] + "." + parts[1] + "." + parts[2];
            case 2 -> parts[0] + "年" + Integer.parseInt(parts[1]) + "月" + Integer.parseInt(parts[2]) + "日";
            case 3 -> parts[0] + parts[1] + parts[2];
            case 4 ->
                Long.toString(java.time.LocalDate.parse(iso).toEpochDay()
                        - java.time.LocalDate.of(1899, 12, 30).toEpochDay());
            default -> iso;
        };
    }

    private String name(String name) {
        return switch (random.nextInt(12)) {
            case 0 -> name + "　";
            case 1 -> " " + name;
            case 2 ->
                name.codePoints().allMatch(Character::isIdeographic) && name.length() == 2
                        ? name.charAt(0) + "　" + name.charAt(1)
                        : name;
            default -> name;
        };
    }

    private static String fullWidth(String text) {
        StringBuilder wide = new StringBuilder();
        for (char character : text.toCharArray()) {
            wide.append(character > 0x20 && character < 0x7f ? (char) (character + 0xFEE0) : character);
        }
        return wide.toString();
    }

    private String nextCard() {
        card += 1 + random.nextInt(7);
        return "K" + card;
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
