/**
 * Tests of Spring Boot applications that use Cairn.
 *
 * <p>Start with {@link dev.cairn.spring.test.CairnTest}.
 */
@NullMarked
package dev.cairn.spring.test;

import org.jspecify.annotations.NullMarked;
