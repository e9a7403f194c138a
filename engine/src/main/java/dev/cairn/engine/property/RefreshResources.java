package dev.cairn.engine.property;

import dev.cairn.catalog.CommonRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.RuleSubject;
import dev.cairn.catalog.ServerError;
import dev.cairn.profile.ServerProfile;

/** Where a materialized view is refreshed: the properties {@code resource_group} and {@code warehouse}. */
final class RefreshResources {
    static final String DEFAULT_WAREHOUSE = "default_warehouse";

    private RefreshResources() {}

    static String resolveGroup(PropertyTarget view, PropertyValue value) {
        String group = value.text();
        boolean none = group.isEmpty() && !view.isNew();
        if (!none && !view.server().hasResourceGroup(group)) {
            throw view.isNew()
                    ? Refusal.wrap(
                            value.span(),
                            ServerError.INVALID_PARAMETER,
                            CommonRule.NOT_FOUND,
                            RuleSubject.RESOURCE_GROUP,
                            group)
                    : Refusal.analysis(value.span(), CommonRule.NOT_FOUND, RuleSubject.RESOURCE_GROUP, group);
        }
        return group;
    }

    /** Requires the only warehouse of a cluster; clusters of which nothing is known may have others. */
    static String resolveWarehouse(PropertyTarget view, PropertyValue value) {
        ServerProfile profile = view.profile();
        boolean mayHaveOthers = profile.sharedData() && !profile.resources().known();
        if (!mayHaveOthers && !value.text().equals(DEFAULT_WAREHOUSE)) {
            throw Refusal.execution(value.span(), ServerError.WAREHOUSE_NOT_FOUND, value.text());
        }
        return value.text();
    }
}
