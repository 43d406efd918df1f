/**
 * Training on a Spark cluster by parameter averaging. It is a program and a jar of its own ({@code mvn -Pspark package});
 * the cluster provides Spark.
 *
 * <p>A run is the same as on one machine: {@link charrnn.train.Trainer} runs on Spark's driver, and only the driver reads the
 * corpus and writes the run folder. Only the updates are made on the workers. {@link charrnn.spark.ClusterLearner} divides
 * the {@code training.batchSize} streams of text among the workers, each of which keeps its streams for the whole epoch. In
 * each round, a worker gets a {@link charrnn.spark.WorkerTask} with the next segments of its streams and their recurrent state
 * after the previous round. {@link charrnn.spark.StreamTrainingWorker} makes the updates and returns network and state; {@link
 * charrnn.spark.StreamTrainingMaster} averages the networks with Deeplearning4j. Between two rounds the driver has all data
 * of the workers. Therefore the loss of a worker costs the time of one round, and a checkpoint is the same as on one machine,
 * so that a run may move from a cluster to one machine and back.
 *
 * <h2>Traps</h2>
 *
 * <ul>
 *   <li>Deeplearning4j's own worker builds a stock network, which resets the recurrent state before each segment and whose
 *       truncated gradient is wrong. {@code StreamTrainingWorker.getInitialModel} replaces it.
 *   <li>Spark sends tasks as serialized Java objects, so the process-wide filter of {@link
 *       charrnn.cli.Main#refuseSerializedObjects} must not be installed here.
 *   <li>Each worker must choose the native library before an array is made or read.
 *   <li>Spark's libraries come first on the class path. The jar therefore has newer versions of some libraries under other
 *       package names.
 * </ul>
 */
@NullMarked
package charrnn.spark;

import org.jspecify.annotations.NullMarked;
