/**
 * The annotations that declare roles, and what they may do with the objects of a schema. Start with {@link
 * dev.cairn.annotation.access.Role} and {@link dev.cairn.annotation.access.Grant}.
 */
package dev.cairn.annotation.access;
