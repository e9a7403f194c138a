/** The part of Cairn that runs in the application: migrator, descriptors, typed access to rows. */
@SuppressWarnings("module")
module dev.cairn.runtime {
    requires transitive dev.cairn.annotations;
    requires transitive dev.cairn.engine;
    requires transitive java.sql;
    requires java.logging;
    requires static org.jspecify;

    exports dev.cairn;
    exports dev.cairn.data;
    exports dev.cairn.schema;
    exports dev.cairn.upgrade;
    exports dev.cairn.internal to
            dev.cairn.cli,
            dev.cairn.spring,
            dev.cairn.tooling;
    exports dev.cairn.internal.http to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.internal.ledger to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.internal.connection to
            dev.cairn.cli,
            dev.cairn.spring,
            dev.cairn.spring.test,
            dev.cairn.tooling;
    exports dev.cairn.internal.migrate.script to
            dev.cairn.cli;
    exports dev.cairn.internal.option to
            dev.cairn.cli,
            dev.cairn.spring,
            dev.cairn.tooling;
    exports dev.cairn.internal.reflection to
            dev.cairn.cli,
            dev.cairn.tooling;
    exports dev.cairn.internal.run.preparation to
            dev.cairn.cli,
            dev.cairn.spring,
            dev.cairn.tooling;
    exports dev.cairn.internal.script to
            dev.cairn.cli;
}
