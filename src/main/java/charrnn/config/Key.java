package charrnn.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a key of the YAML: its meaning, default and allowed values. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** The meaning, in one sentence; also the text in docs/reference/configuration.md. */
    String value();

    /** The default as in a YAML file; a list has one string for each item. */
    String[] byDefault();

    /** Smallest number allowed. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest number allowed. */
    double max() default Double.POSITIVE_INFINITY;

    /** Whether {@link #min} itself is refused. */
    boolean aboveMin() default false;

    /** Whether an empty text, and an empty list, is refused. */
    boolean notEmpty() default false;
}
