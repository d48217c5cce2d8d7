package io.kehu.local.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the demo customers' names, phone numbers and mail addresses in any text. */
final class PersonalFinds {

    private static final Pattern PHONE = Pattern.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)");
    private static final Pattern INTERNATIONAL = Pattern.compile("\\+\\d{8,15}");
    private static final Pattern HAN = Pattern.compile("\\p{IsHan}{2,}");
    private static final int SHORTEST_NAME = 3;
    private static final int LONGEST_NAME = 4;

    private final Set<String> names = new HashSet<>();
    private final Set<String> phones = new HashSet<>();
    private final Set<String> mails = new HashSet<>();

    private PersonalFinds() {}

    static PersonalFinds ofDemoCustomers() {
        PersonalFinds finds = new PersonalFinds();
        for (List<String> row : new DemoCustomers(DemoFiles.SEED).rows()) {
            String name = row.get(1).replaceAll("[\\s　]", "");
            // Names of two characters are words of the language as well; those of three and four are not.
            if (name.matches("\\p{IsHan}{3,4}")) {
                finds.names.add(name);
            }
            String digits = java.text.Normalizer.normalize(row.get(2), java.text.Normalizer.Form.NFKC)
                    .replaceAll("\\.0$", "")
                    .replaceAll("\\D", "")
                    .replaceAll("^(0086|86)(?=1\\d{10}$)", "");
            finds.phones.add(digits);
            finds.mails.add(java.text.Normalizer.normalize(row.get(3), java.text.Normalizer.Form.NFKC)
                    .strip()
                    .toLowerCase(Locale.ROOT));
        }
        finds.mails.remove("");
        return finds;
    }

    Set<String> in(String text) {
        Set<String> found = new TreeSet<>();
        collect(PHONE.matcher(text), phones, found);
        Matcher international = INTERNATIONAL.matcher(text);
        while (international.find()) {
            String digits = international.group().substring(1);
            if (phones.contains(digits) || phones.contains(digits.replaceFirst("^86", ""))) {
                found.add(international.group());
            }
        }
        collectMails(text.toLowerCase(Locale.ROOT), found);
        Matcher han = HAN.matcher(text);
        while (han.find()) {
            collectNames(han.group(), found);
        }
        return found;
    }

    private static void collect(Matcher matcher, Set<String> known, Set<String> found) {
        while (matcher.find()) {
            if (known.contains(matcher.group())) {
                found.add(matcher.group());
            }
        }
    }

    private void collectMails(String text, Set<String> found) {
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = at;
            while (start > 0 && isMailCharacter(text.charAt(start - 1))) {
                start--;
            }
            int end = at + 1;
            while (end < text.length() && isMailCharacter(text.charAt(end))) {
                end++;
            }
            String mail = text.substring(start, end).replaceAll("\\.+$", "");
            if (mails.contains(mail)) {
                found.add(mail);
            }
        }
    }

    private static boolean isMailCharacter(char character) {
        return Character.isLetterOrDigit(character) || character == '.' || character == '-' || character == '_';
    }

    private void collectNames(String run, Set<String> found) {
        for (int length = SHORTEST_NAME; length <= LONGEST_NAME; length++) {
            for (int start = 0; start + length <= run.length(); start++) {
                String part = run.substring(start, start + length);
                if (names.contains(part)) {
                    found.add(part);
                }
            }
        }
    }
}
