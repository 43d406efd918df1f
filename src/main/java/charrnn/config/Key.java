package charrnn.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a key of the YAML: its meaning, its default and the values it takes. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** The meaning, one sentence for docs/config.md. */
    String value();

    /** The default as a YAML file has it; a list has one text for each item. */
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
