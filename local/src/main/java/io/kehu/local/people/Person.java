package io.kehu.local.people;

import java.util.List;

/**
 * A record of somebody.
 *
 * @param truth who it is: records of one person have the same
 * @param name empty text stands for what is missing, here and below
 * @param birthDate ISO date
 */
public record Person(int truth, String name, String phone, String email, String birthDate) {

    /** Names of the columns of a file of people, as {@link #row()} fills them. */
    public static final List<String> HEADER = List.of("姓名", "手机", "邮箱", "出生日期");

    public List<String> row() {
        return List.of(name, phone, email, birthDate);
    }
}
