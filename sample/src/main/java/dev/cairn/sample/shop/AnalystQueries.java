package dev.cairn.sample.shop;

import dev.cairn.annotation.cluster.ResourceGroup;

/**
 * Limits the share of the cluster that the queries of analysts may use, so that these queries do not slow down the
 * shop.
 */
@ResourceGroup(
        name = "cairn_sample_analysts",
        cpuWeight = 2,
        memLimit = "30%",
        concurrencyLimit = 8,
        classifiers = @ResourceGroup.Classifier(role = "cairn_sample_analyst", queryType = "select"))
public interface AnalystQueries {}
