package dev.cairn.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.intellij.lang.annotations.Language;

/**
 * Marks an attribute that is a whole statement or query, so that editors which know JetBrains' annotations highlight it
 * as SQL.
 *
 * <p>Attributes have this annotation instead of {@link Language}, because javac warns about each use of an attribute
 * whose annotation class is missing, and users do not have JetBrains' annotations on their class path.
 */
@Language("SQL")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.CLASS)
@interface Sql {}
