package io.kehu.customer.customer.web;

import io.kehu.customer.customer.Restriction;
import java.util.List;
import java.util.Map;

/** Filters of the list of customers that another module knows how to answer. */
public interface ListFilters {

    /**
     * @param query all parameters of the request; those of others are left alone
     * @throws io.kehu.starter.web.problem.ProblemException 422 naming the parameter that does not work
     */
    Restriction of(Map<String, List<String>> query);
}
