package dev.cairn.sample.shop;

import dev.cairn.annotation.cluster.ResourceGroup;

/** The share of the cluster that the queries of analysts may use, so that they do not slow down the shop. */
@ResourceGroup(
        name = "cairn_sample_analysts",
        cpuWeight = 2,
        memLimit = "30%",
        concurrencyLimit = 8,
        classifiers = @ResourceGroup.Classifier(role = "cairn_sample_analyst", queryType = "select"))
public interface AnalystQueries {}
