package dev.cairn.plan.change;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.View;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops a view and creates it again if it gets SECURITY INVOKER, or already has it and will read other relations. A
 * temporary view holds the grants in the meantime.
 *
 * <p>CREATE OR REPLACE VIEW is not sufficient, because it does not change which relations the server remembers for the
 * view. The server remembers the relations of a view when information_schema.views is first read, whatever the security
 * of the view, or when a view with SECURITY INVOKER is first queried. It checks the privileges on the remembered
 * relations, and refuses each query of the view once one of them is gone. The remembered relations of a view without
 * SECURITY INVOKER may have been replaced by any earlier migration.
 */
public record InvokerViewRebuild(Simulation simulation, ObjectName name, View desiredView) {
    /** Returns whether the view must be dropped and created again to become the desired one. */
    public boolean isNeeded() {
        return simulation
                .find(name)
                .filter(currentObject ->
                        currentObject instanceof ViewObject viewObject && mustBeRecreated(viewObject.view()))
                .isPresent();
    }

    private boolean mustBeRecreated(View currentView) {
        return hasInvokerSecurity(currentView)
                ? !collectDirectBases(currentView).equals(collectDirectBases(desiredView))
                : hasInvokerSecurity(desiredView);
    }

    private static boolean hasInvokerSecurity(View view) {
        return view.security() == Security.INVOKER;
    }

    private static Set<ObjectName> collectDirectBases(View view) {
        return view.definition().baseRelations().stream()
                .filter(BaseRelation::isDirect)
                .map(ObjectName::of)
                .collect(Collectors.toSet());
    }

    /**
     * Plans the statements. Returns empty on success; if the server refuses a statement, returns the refusal and plans
     * nothing.
     */
    public Optional<Refusal> planStatements() {
        ObjectName stagingName = TemporaryName.ofStaging(name);
        DefinitionStatements definitionStatements = simulation.definitionStatements();
        SchemaObject desiredObject = new ViewObject(desiredView);
        Simulation fork = simulation.fork();
        Optional<Refusal> refusal = fork.attempt(definitionStatements.buildCreateView(stagingName, desiredView));
        if (refusal.isEmpty()) {
            fork.transferGrants(name, stagingName);
            refusal = fork.attempt(definitionStatements.buildDrop(name, desiredObject))
                    .or(() -> fork.attempt(definitionStatements.buildCreateView(name, desiredView)));
            fork.transferGrants(stagingName, name);
            refusal = refusal.or(() -> fork.attempt(definitionStatements.buildDrop(stagingName, desiredObject)));
        }
        if (refusal.isEmpty()) {
            simulation.adopt(fork);
        }
        return refusal;
    }
}
