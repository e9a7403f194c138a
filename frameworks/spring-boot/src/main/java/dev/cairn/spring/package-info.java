/**
 * Cairn in Spring Boot applications. Start reading at {@link dev.cairn.spring.CairnAutoConfiguration} and
 * {@link dev.cairn.spring.SchemaProperties}.
 */
@NullMarked
package dev.cairn.spring;

import org.jspecify.annotations.NullMarked;
