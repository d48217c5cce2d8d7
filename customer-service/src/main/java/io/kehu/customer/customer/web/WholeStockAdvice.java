package io.kehu.customer.customer.web;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Asks for a reach of everything before each operation of a {@link WholeStock} controller. */
@ControllerAdvice(annotations = WholeStock.class)
class WholeStockAdvice {

    private final ObjectRules objectRules;

    WholeStockAdvice(ObjectRules objectRules) {
        this.objectRules = objectRules;
    }

    @ModelAttribute
    void reachesEverything() {
        objectRules.mustReachEverything();
    }
}
