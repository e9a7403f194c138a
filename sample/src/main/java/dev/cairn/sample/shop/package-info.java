/** What the shop keeps: records, and the root that lists them. How it came to be so is in {@code migrations}. */
package dev.cairn.sample.shop;
