package dev.cairn.tooling.lint.effect;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.HeldPrivileges;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.plan.step.StagingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the roles of a schema may no longer do after a statement, and who no longer has them. */
record AccessChange(Catalog before, Catalog after) {
    List<String> losses() {
        List<String> losses = new ArrayList<>();
        for (Role role : before.roles().values()) {
            Role now = after.role(role.name()).orElse(null);
            if (now == null) {
                losses.add("the role " + role.name() + ", with all that it may do" + holders(role));
                continue;
            }
            lost(role.privileges(), now.privileges())
                    .forEach(
                            (object, privileges) -> losses.add(role.name() + " loses " + privileges + " on " + object));
            for (String parent : role.parents()) {
                if (!now.parents().contains(parent) && after.role(parent).isPresent()) {
                    losses.add(role.name() + " loses what the role " + parent + " may do");
                }
            }
            role.members().stream()
                    .filter(member -> !now.members().contains(member))
                    .forEach(member -> losses.add(member + " loses the role " + role.name()));
        }
        return losses;
    }

    private String holders(Role role) {
        List<String> holders = new ArrayList<>();
        role.members().forEach(member -> holders.add(member.toString()));
        for (Role other : before.roles().values()) {
            if (other.parents().contains(role.name())) {
                holders.add("ROLE " + other.name());
            }
        }
        return holders.isEmpty() ? "" : ": granted to " + String.join(", ", holders);
    }

    /** The lost privileges by object; the objects of a rebuild have them only for a while. */
    private static Map<SecuredObject, String> lost(HeldPrivileges held, HeldPrivileges now) {
        return held.all().stream()
                .filter(privilege -> !now.has(privilege.object(), privilege.privilege()))
                .filter(privilege -> {
                    String name = privilege.object().name();
                    return name == null || !StagingName.isStaging(name);
                })
                .collect(Collectors.groupingBy(
                        HeldPrivileges.Held::object,
                        TreeMap::new,
                        Collectors.mapping(privilege -> privilege.privilege().sql(), Collectors.joining(", "))));
    }
}
