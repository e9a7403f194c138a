/**
 * What the rules about a project have in common: a code and a severity. Javac, the linter and a chain of migrations
 * report their findings by such rules.
 *
 * <p>Must not use other packages of Cairn. Start at {@link dev.cairn.finding.FindingRule}.
 */
@NullMarked
package dev.cairn.finding;

import org.jspecify.annotations.NullMarked;
