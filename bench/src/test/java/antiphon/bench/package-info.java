@org.jspecify.annotations.NullMarked
package antiphon.bench;
