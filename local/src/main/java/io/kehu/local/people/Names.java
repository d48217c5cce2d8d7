package io.kehu.local.people;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Names in proportions as they occur: a few very common surnames, a long tail, given names of one and two characters. */
final class Names {

    /** Surname, pinyin, weight; the weights follow the published order of the most frequent surnames, not their exact shares. */
    private static final String SURNAMES = """
            王 wang 72;李 li 71;张 zhang 67;刘 liu 54;陈 chen 46;杨 yang 31;黄 huang 22;赵 zhao 22;吴 wu 20;周 zhou 20;徐 xu 14;孙 sun 14;
            马 ma 13;朱 zhu 12;胡 hu 12;郭 guo 11;何 he 11;林 lin 11;高 gao 10;罗 luo 10;郑 zheng 9;梁 liang 9;谢 xie 8;宋 song 8;唐 tang 7;
            许 xu 7;韩 han 7;邓 deng 7;冯 feng 6;曹 cao 6;彭 peng 6;曾 zeng 6;肖 xiao 6;田 tian 5;董 dong 5;潘 pan 5;袁 yuan 5;蔡 cai 5;
            蒋 jiang 5;余 yu 4;于 yu 4;杜 du 4;叶 ye 4;程 cheng 4;魏 wei 4;苏 su 4;吕 lv 4;丁 ding 4;沈 shen 4;任 ren 3;姚 yao 3;卢 lu 3;
            钟 zhong 3;崔 cui 3;谭 tan 3;陆 lu 3;范 fan 3;汪 wang 3;廖 liao 2;石 shi 2;金 jin 2;韦 wei 2;贾 jia 2;夏 xia 2;方 fang 2;
            欧阳 ouyang 1;司马 sima 1;诸葛 zhuge 1;上官 shangguan 1
            """;

    /** Character, pinyin, traditional form. */
    private static final String GIVEN = """
            伟 wei 偉;芳 fang 芳;娜 na 娜;秀 xiu 秀;英 ying 英;敏 min 敏;静 jing 靜;丽 li 麗;强 qiang 強;磊 lei 磊;军 jun 軍;洋 yang 洋;
            勇 yong 勇;艳 yan 艷;杰 jie 傑;娟 juan 娟;涛 tao 濤;明 ming 明;超 chao 超;霞 xia 霞;平 ping 平;刚 gang 剛;桂 gui 桂;兰 lan 蘭;
            文 wen 文;华 hua 華;建 jian 建;国 guo 國;红 hong 紅;梅 mei 梅;玉 yu 玉;龙 long 龍;海 hai 海;鹏 peng 鵬;浩 hao 浩;宇 yu 宇;
            轩 xuan 軒;然 ran 然;子 zi 子;涵 han 涵;欣 xin 欣;怡 yi 怡;佳 jia 佳;琪 qi 琪;雨 yu 雨;梓 zi 梓;晨 chen 晨;博 bo 博;思 si 思;
            远 yuan 遠;志 zhi 志;诚 cheng 誠;嘉 jia 嘉;俊 jun 俊;睿 rui 睿;泽 ze 澤;一 yi 一;诺 nuo 諾;可 ke 可;心 xin 心;雪 xue 雪;
            婷 ting 婷;慧 hui 慧;莹 ying 瑩;倩 qian 倩;颖 ying 穎;丹 dan 丹;蕾 lei 蕾;洁 jie 潔;晶 jing 晶;玲 ling 玲;燕 yan 燕;萍 ping 萍;
            春 chun 春;秋 qiu 秋;冬 dong 冬;飞 fei 飛;凯 kai 凱;斌 bin 斌;辉 hui 輝;亮 liang 亮;云 yun 雲;峰 feng 峰;东 dong 東;旭 xu 旭;
            阳 yang 陽;波 bo 波;宁 ning 寧;帅 shuai 帥;贵 gui 貴;福 fu 福;生 sheng 生;金 jin 金;德 de 德;成 cheng 成;荣 rong 榮;胜 sheng 勝;
            学 xue 學;祥 xiang 祥;才 cai 才;发 fa 發;武 wu 武;新 xin 新;利 li 利;清 qing 清;振 zhen 振;光 guang 光;天 tian 天;立 li 立;
            永 yong 永;瑞 rui 瑞;凤 feng 鳳;翔 xiang 翔;宏 hong 宏;毅 yi 毅;昊 hao 昊;松 song 松;柏 bo 柏;竹 zhu 竹;菊 ju 菊;莲 lian 蓮
            """;

    private static final String[] WESTERN_GIVEN =
            ("James Mary John Patricia Robert Jennifer Michael Linda William Elizabeth David Barbara"
                            + " Richard Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Lisa Matthew Nancy Anthony Betty Mark Sandra Paul"
                            + " Ashley Steven Kimberly Andrew Emily Kenneth Donna Joshua Michelle Kevin Carol Brian Amanda George Melissa Edward"
                            + " Deborah Ronald Stephanie Timothy Rebecca Jason Laura Jeffrey Helen Ryan Sharon Jacob Cynthia Gary Kathleen")
                    .split(" ");
    private static final String[] WESTERN_SURNAMES =
            ("Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez"
                            + " Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark"
                            + " Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker"
                            + " Hall Rivera Campbell Mitchell Carter Roberts Müller Schmidt Schneider Fischer Weber O'Connor O'Brien McDonald")
                    .split(" ");

    private final List<String> surnames = new ArrayList<>();
    private final List<String> given = new ArrayList<>();
    private final Map<String, String> pinyin = new HashMap<>();
    private final Map<String, String> traditional = new HashMap<>();
    private final Map<String, List<String>> homophones = new HashMap<>();

    Names() {
        for (String entry : SURNAMES.replace("\n", "").split(";")) {
            String[] parts = entry.strip().split(" ");
            pinyin.put(parts[0], parts[1]);
            for (int i = 0; i < Integer.parseInt(parts[2]); i++) {
                surnames.add(parts[0]);
            }
        }
        for (String entry : GIVEN.replace("\n", "").split(";")) {
            String[] parts = entry.strip().split(" ");
            given.add(parts[0]);
            pinyin.putIfAbsent(parts[0], parts[1]);
            traditional.put(parts[0], parts[2]);
            homophones.computeIfAbsent(parts[1], sound -> new ArrayList<>()).add(parts[0]);
        }
    }

    /** A name in parts. */
    record Name(String family, String givenName, boolean western) {

        String full() {
            return western ? givenName + " " + family : family + givenName;
        }
    }

    Name next(SplittableRandom random) {
        if (random.nextInt(100) < 12) {
            return new Name(pick(WESTERN_SURNAMES, random), pick(WESTERN_GIVEN, random), true);
        }
        return new Name(surnames.get(random.nextInt(surnames.size())), nextGiven(random), false);
    }

    /** Of somebody else in the family. */
    Name relative(Name name, SplittableRandom random) {
        String other = name.givenName();
        while (other.equals(name.givenName())) {
            other = name.western() ? pick(WESTERN_GIVEN, random) : nextGiven(random);
        }
        return new Name(name.family(), other, name.western());
    }

    /** As in a mail address or a passport: {@code wang xiaoming}. */
    String romanised(Name name) {
        return name.western() ? name.full() : sound(name.family()) + " " + sound(name.givenName());
    }

    String traditional(Name name) {
        return name.family()
                + perCharacter(name.givenName(), character -> traditional.getOrDefault(character, character));
    }

    /** One character written as another one of the same sound, where there is one. */
    Name misheard(Name name, SplittableRandom random) {
        int at = random.nextInt(name.givenName().length());
        String character = name.givenName().substring(at, at + 1);
        List<String> same = homophones.getOrDefault(pinyin.getOrDefault(character, ""), List.of(character));
        String other = same.get(random.nextInt(same.size()));
        return new Name(
                name.family(),
                name.givenName().substring(0, at) + other + name.givenName().substring(at + 1),
                false);
    }

    private String nextGiven(SplittableRandom random) {
        String first = given.get(random.nextInt(given.size()));
        return random.nextInt(100) < 22 ? first : first + given.get(random.nextInt(given.size()));
    }

    private String sound(String text) {
        return pinyin.containsKey(text)
                ? pinyin.get(text)
                : perCharacter(text, character -> pinyin.getOrDefault(character, character));
    }

    private static String perCharacter(String text, java.util.function.UnaryOperator<String> change) {
        StringBuilder changed = new StringBuilder();
        text.codePoints().forEach(point -> changed.append(change.apply(Character.toString(point))));
        return changed.toString();
    }

    private static String pick(String[] choices, SplittableRandom random) {
        return choices[random.nextInt(choices.length)];
    }
}
