package dev.cairn.engine.property;

import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.RuleSubject;
import dev.cairn.refusal.ServerError;

/** Resolves the properties {@code resource_group} and {@code warehouse}, which determine where a view is refreshed. */
final class RefreshResources {
    static final String DEFAULT_WAREHOUSE = "default_warehouse";

    private RefreshResources() {}

    /** Requires an existing group. ALTER also accepts an empty name, which removes the group. */
    static String resolveResourceGroup(PropertyTarget view, PropertyValue value) {
        String groupName = value.text();
        boolean isRemoval = groupName.isEmpty() && !view.isNew();
        if (!isRemoval && !view.server().hasResourceGroup(groupName)) {
            throw view.isNew()
                    ? Refusal.ofWrapped(
                            value.span(),
                            ServerError.INVALID_PARAMETER,
                            CommonRule.NOT_FOUND,
                            RuleSubject.RESOURCE_GROUP,
                            groupName)
                    : Refusal.ofAnalysis(value.span(), CommonRule.NOT_FOUND, RuleSubject.RESOURCE_GROUP, groupName);
        }
        return groupName;
    }

    /** Requires the default warehouse, unless the cluster may have warehouses that the profile does not know. */
    static String resolveWarehouse(PropertyTarget view, PropertyValue value) {
        ServerProfile profile = view.profile();
        boolean mayHaveOtherWarehouses =
                profile.isSharedData() && !profile.resources().isKnown();
        if (!mayHaveOtherWarehouses && !value.text().equals(DEFAULT_WAREHOUSE)) {
            throw Refusal.ofExecution(value.span(), ServerError.WAREHOUSE_NOT_FOUND, value.text());
        }
        return value.text();
    }
}
