/**
 * The annotations that declare tables, views, materialized views, roles, cluster objects and data tests, and the types
 * of values that have no class in the JDK.
 */
module dev.cairn.annotations {
    requires static org.jetbrains.annotations;
    requires static org.jspecify;

    exports dev.cairn.annotation;
    exports dev.cairn.annotation.access;
    exports dev.cairn.annotation.cluster;
    exports dev.cairn.annotation.datatest;
    exports dev.cairn.type;
}
