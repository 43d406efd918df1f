/**
 * Training on a Spark cluster, by parameter averaging: a program of its own, in a jar of its own ({@code mvn -Pspark
 * package}), which Spark is not in.
 *
 * <p>The run is one machine's: the loop is {@link charrnn.train.Trainer} on Spark's driver, which alone reads the corpus
 * and writes the run's folder. Only the updates are made elsewhere. {@link charrnn.spark.ClusterLearner} deals the
 * {@code training.batchSize} streams of text out to the workers, which keep their streams for the whole epoch, and in
 * each round gives each a {@link charrnn.spark.Shift}: the next few segments of its streams and the state in which the
 * last round left them. {@link charrnn.spark.StreamWorker} makes the updates and hands back network and state; {@link
 * charrnn.spark.StreamMaster} lets Deeplearning4j average the networks. Between two rounds no worker holds anything that
 * is not in the driver too: a worker that dies costs a round's time, and a checkpoint is what it is on one machine, so
 * that a run may change from one to the other.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Deeplearning4j's own worker has a stock network: it forgets the state before each segment, and its truncated
 *       gradient is wrong. It is replaced where it is built.
 *   <li>Spark sends tasks as serialized Java objects: the process-wide filter of {@link
 *       charrnn.model.checkpoint.SerializationFilter} must not be installed here.
 *   <li>The native library must be chosen on each worker before an array is made or read.
 *   <li>Spark's own libraries come first on the class path: where charrnn needs newer ones, its jar has them under
 *       other names.
 * </ul>
 */
@NullMarked
package charrnn.spark;

import org.jspecify.annotations.NullMarked;
