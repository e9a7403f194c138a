package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Refusal;
import dev.cairn.engine.Engine;
import dev.cairn.engine.cluster.ClusterRules;
import dev.cairn.engine.context.Session;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.DeclaredClusterObject;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.Root;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Placeholder;
import java.util.ArrayList;
import java.util.List;

/** Adds the cluster objects of a schema to the catalog that it declares. What a server would refuse is reported, and left out. */
record ClusterCheck(Root root, Engine engine, Session session) {
    Catalog addObjects(Catalog catalog, Findings findings) {
        Catalog with = root.cluster().isManaged() ? catalog.with(ClusterObjects.NONE) : catalog;
        for (DeclaredClusterObject object : root.cluster().objects()) {
            Findings own = new Findings();
            object.statement().items().forEach(item -> checkSecret(item, own));
            if (ClusterRules.of(object.statement().kind())
                    .isBuiltIn(object.statement().name().lastPart().text())) {
                own.add(FindingCode.CLUSTER_OBJECT_OF_SERVER, object.place(), object.title());
            }
            try {
                with = engine.apply(with, session, object.statement()).catalog();
            } catch (Refusal refusal) {
                own.add(
                        FindingCode.CLUSTER_REFUSED,
                        Place.of(refusal.span()),
                        root.profile().version(),
                        object.title(),
                        refusal.detail().replaceFirst("[.\\s]+$", ""));
            }
            List<AllowedWarning> allowed = new ArrayList<>(object.allowedWarnings());
            WarningSuppression.checkCodes(allowed, findings);
            allowed.addAll(root.allowedWarnings());
            WarningSuppression.addUnsuppressed(own, allowed, findings);
        }
        return with;
    }

    /** Whether a value, or the default of a placeholder, is written down. */
    private static boolean isInSource(String value) {
        if (Placeholder.isWhole(value)) {
            String fallback = Placeholder.of(value).fallback();
            return fallback != null && !fallback.isEmpty();
        }
        return !value.isEmpty();
    }

    private static void checkSecret(ClusterItem item, Findings findings) {
        if (ClusterRules.isSecret(item.part()) && isInSource(item.value())) {
            findings.add(
                    FindingCode.SECRET_IN_SOURCE,
                    Place.of(item.span()),
                    item.part().name(),
                    "${" + item.part().name().replaceAll("\\W", "_") + "}");
        }
    }
}
