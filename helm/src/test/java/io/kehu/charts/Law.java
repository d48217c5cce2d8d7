package io.kehu.charts;

import java.util.List;

/** Something that holds for every rendering, whatever the values. */
interface Law {

    /** What breaks it, in words; nothing when it holds. */
    List<String> broken(Rendering rendering);
}
