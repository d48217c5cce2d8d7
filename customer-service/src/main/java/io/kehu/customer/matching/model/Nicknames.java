package io.kehu.customer.matching.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Short forms of English given names; forms that belong to several names stand with the most frequent one. */
final class Nicknames {

    private static final Map<String, String> ROOTS = new HashMap<>();

    static {
        for (String group : """
                alexander alex sandy xander
                andrew andy drew
                anthony tony
                barbara barb babs
                benjamin ben benny
                catherine cathy katherine kathy kate katie kathryn
                charles charlie chuck
                christopher chris topher kit
                daniel dan danny
                david dave davey
                deborah deb debbie
                donald don donny
                dorothy dot dottie
                edward ed eddie ted ned
                elizabeth liz beth betty lizzie eliza
                frances fran fanny
                frederick fred freddie
                gregory greg
                helen nell nellie
                henry harry hank
                jacob jake
                james jim jimmy jamie
                jennifer jen jenny
                jessica jess jessie
                john jack johnny
                jonathan jon
                joseph joe joey
                joshua josh
                kenneth ken kenny
                lawrence larry
                leonard len lenny
                margaret maggie meg peggy
                matthew matt
                michael mike mick mickey
                nathaniel nathan nate
                nicholas nick nicky
                pamela pam
                patricia pat patty tricia
                peter pete
                philip phil
                raymond ray
                rebecca becky becca
                richard rick dick richie
                robert rob bob bobby robbie
                ronald ron ronnie
                samuel sam sammy
                stephen steve steven stevie
                susan sue susie
                theodore theo
                thomas tom tommy
                timothy tim
                victoria vicky
                vincent vince
                walter walt
                william will bill billy liam
                zachary zach
                """.split("\n", -1)) {
            String[] names = group.split(" ", -1);
            for (String name : names) {
                ROOTS.putIfAbsent(name, names[0]);
            }
        }
    }

    private Nicknames() {}

    /** Whether the words are the same ones, in any order, with every nickname replaced by its name. */
    static boolean sameWords(String one, String other) {
        String[] words = Folding.split(one);
        String[] others = Folding.split(other);
        if (words.length != others.length || !(replace(words) | replace(others))) {
            return false;
        }
        Arrays.sort(words);
        Arrays.sort(others);
        return Arrays.equals(words, others);
    }

    private static boolean replace(String[] words) {
        boolean known = false;
        for (int i = 0; i < words.length; i++) {
            String root = ROOTS.get(words[i]);
            if (root != null) {
                words[i] = root;
                known = true;
            }
        }
        return known;
    }
}
