package io.kehu.local.demo;

import java.util.List;
import java.util.Map;

/**
 * A shop's file, understood.
 *
 * @param lines below the header
 * @param referenceSystem whose customer ids the sales carry
 * @param sales in their order
 * @param returns in their order
 * @param refused by line of the file, why it is neither a sale nor a return
 */
record ShopFile(
        int lines,
        String referenceSystem,
        List<Deal.Sale> sales,
        List<Deal.Return> returns,
        Map<Integer, String> refused) {}
