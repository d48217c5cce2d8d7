package io.kehu.customer.transfer;

import io.kehu.customer.customer.web.ObjectRules;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Imports find and change any customer, so they are for those who may see every one. */
@ControllerAdvice(
        assignableTypes = {
            ImportController.class,
            ImportDecisionController.class,
            ImportProgressController.class,
            ImportRowsController.class
        })
class WholeStockOnly {

    private final ObjectRules objectRules;

    WholeStockOnly(ObjectRules objectRules) {
        this.objectRules = objectRules;
    }

    @ModelAttribute
    void reachesEverything() {
        objectRules.mustReachEverything();
    }
}
