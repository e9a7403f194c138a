/**
 * Parses, applies, renders and plans the DDL of StarRocks. Users see the profiles of servers; the rest is for the
 * modules of Cairn.
 */
@SuppressWarnings("module")
module dev.cairn.engine {
    requires static org.jspecify;

    exports dev.cairn.profile;
    exports dev.cairn.analysis to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.analysis.comparison to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.analysis.expression to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.analysis.function to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.analysis.resolution to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.analysis.source to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.analysis.type to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.catalog to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.access to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.advice to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.alter to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.cluster to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.column to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.context to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.expression to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.index to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.materialized to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.partition to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.privilege to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.property to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.query to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.row to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.show to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.table to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.value to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.engine.view to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.finding to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.lineage to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.migration to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.plan to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.plan.access to
            dev.cairn.tooling;
    exports dev.cairn.plan.change to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.plan.cluster to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.plan.lint to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.plan.part to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.plan.role to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.plan.seed to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.plan.step to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.refusal to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql.access to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql.ast to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql.cluster to
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql.parse to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql.query to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql.template to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql.token to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
    exports dev.cairn.sql.write to
            dev.cairn.cli,
            dev.cairn.embedded,
            dev.cairn.processor.library,
            dev.cairn.runtime,
            dev.cairn.tooling;
}
