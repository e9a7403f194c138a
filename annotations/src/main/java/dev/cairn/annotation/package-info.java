/**
 * What a user writes on records and on the root of a schema. The annotations read like the DDL that they become; start
 * with {@link Schema} and {@link Table}.
 */
package dev.cairn.annotation;
