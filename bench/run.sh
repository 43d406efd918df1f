#!/usr/bin/env bash
# Compares the speed of charrnn with PyTorch, Deeplearning4j's own LSTM and this machine's matrix products, and prints tables
# in Markdown. Trains in float32 and, where the processor has it, in bfloat16. Takes about half an hour on an idle machine.
#
#   bench/run.sh [--quick] [--rounds 5] [--seconds 8] [--nets "1x512 2x128"]
#
# A round measures every program once; a figure is the median of the rounds. No network reads matches. --quick is a smoke
# test with one short round, whose figures are meaningless. Installs PyTorch from Debian if it is missing (as root), and
# builds charrnn.jar if it is. Progress goes to stderr, the table to stdout.
set -euo pipefail
cd "$(dirname "$0")/.."
arguments="${*:+ $*}"
rounds=5 seconds=8 sample_seconds=2.5 limit_seconds=0.5 streams=64 nets="2x128 2x256 2x512 3x512"
while [ $# -gt 0 ]; do
  case $1 in
    --quick) rounds=1 seconds=2 sample_seconds=1 limit_seconds=0.2 ;;
    --rounds | --seconds | --nets)
      [ $# -gt 1 ] || { echo "$1 needs a value" >&2; exit 2; }
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    *) echo "unknown option $1; see the head of bench/run.sh" >&2; exit 2 ;;
  esac
  shift
done
python=/usr/bin/python3 # Debian's, which is the one that sees Debian's PyTorch
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

prepare() {
  if ! "$python" -c 'import torch' 2> /dev/null || ! ldconfig -p | grep -q libopenblas.so.0; then
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
      python3-torch libopenblas0-pthread; } >&2
  fi
  if [ ! -f charrnn.jar ]; then
    mvn -B -q -DskipTests package >&2
  fi
}

shape() { # net: batch sequence
  case $1 in
    1x512) echo 32 64 ;;
    2x128 | 2x256) echo 50 50 ;;
    2x512) echo 64 100 ;;
    3x512) echo 100 100 ;;
    1x768 | 2x768) echo 64 64 ;;
    *) echo "no such net: $1; there are 1x512, 2x128, 2x256, 2x512, 3x512, 1x768 and 2x768" >&2; exit 2 ;;
  esac
}

note() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }

# Each of these prints characters per second.
charrnn() { # layers hidden batch sequence precision engine seconds
  bench/speed.sh --plain --match 0 --layers "$1" --hidden "$2" --batch "$3" --sequence "$4" --precision "$5" \
    --engine "$6" --minutes "$(awk "BEGIN {print $7 / 60}")"
}
pytorch() { # layers hidden options
  "$python" bench/peers/pytorch_char_rnn.py --corpus corpus/starter --layers "$1" --hidden "$2" "${@:3}" > "$folder/json"
  sed 's/.*"charsPerSecond": \([0-9.]*\).*/\1/' "$folder/json"
}
sampling() { # net streams
  java -cp charrnn.jar bench/SampleSpeed.java --plain "$folder/nets/$1/last.zip" "$2" "$sample_seconds"
}

# A checkpoint to sample from; how well it has learned does not change how fast it is.
checkpoint() { # net
  java -jar charrnn.jar --config lstm.yaml --no-ui --set checkpoints.directory="$folder/nets" --set name="$1" \
    --set model.layers="${1%x*}" --set model.hidden="${1#*x}" --set model.match=0 --set training.maxMinutes=0.001 \
    --set corpus.validationShare=0.001 --set sampling.length=1 2> "$folder/log" || { cat "$folder/log" >&2; exit 1; }
}

keep() { # net program speed
  [[ $3 =~ ^[0-9.]+$ ]] || { note "$1 $2 gave no figure, but '$3'"; exit 1; }
  echo "$3" >> "$folder/$1-$2"
  note "$1 $2: $3 chars/s"
}

train_round() { # net precision
  local layers=${1%x*} hidden=${1#*x} batch sequence
  read -r batch sequence <<< "$(shape "$1")"
  # PyTorch is at its speed after a few updates. Java compiles its loops only when they have run often enough, which takes
  # longest where an update does.
  local torch=(--batch "$batch" --sequence "$sequence" --precision "$2" --seconds "$(awk "BEGIN {print 0.75 * $seconds}")")
  local java=$seconds
  [ "$hidden" -lt 512 ] || java=$((2 * seconds))
  keep "$1" "fast-$2" "$(charrnn "$layers" "$hidden" "$batch" "$sequence" "$2" fast "$java")"
  keep "$1" "pytorch-$2" "$(pytorch "$layers" "$hidden" "${torch[@]}")"
  keep "$1" "plain-$2" "$(pytorch "$layers" "$hidden" "${torch[@]}" --as-it-comes)"
  if [[ $1-$2 == 2x*-float32 ]]; then
    keep "$1" "stock-$2" "$(charrnn "$layers" "$hidden" "$batch" "$sequence" "$2" stock "$seconds")"
  fi
}

sample_round() { # net
  local torch=("${1%x*}" "${1#*x}" --sample 1000000 --seconds "$sample_seconds")
  keep "$1" sample-fast "$(sampling "$1" 1)"
  keep "$1" sample-pytorch "$(pytorch "${torch[@]}")"
  keep "$1" sample-lstm "$(pytorch "${torch[@]}" --step lstm)"
  keep "$1" together-fast "$(sampling "$1" $streams)"
  keep "$1" together-pytorch "$(pytorch "${torch[@]}" --streams $streams)"
}

median() { # net program
  sort -n "$folder/$1-$2" | awk '{v[NR] = $1} END {print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2}'
}
thousands() { awk '{printf "%.0f\n", $1}' | sed ':more; s/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/; t more'; }
spread() { # net program: half of the distance from the slowest to the fastest, in percent of the median
  sort -n "$folder/$1-$2" | awk -v m="$(median "$1" "$2")" 'NR == 1 {low = $1} {high = $1} END {printf "%.0f", 50 * (high - low) / m}'
}
cell() { # net program
  if [ -f "$folder/$1-$2" ]; then
    printf '%s ±%s %%' "$(median "$1" "$2" | thousands)" "$(spread "$1" "$2")"
  else
    printf -- –
  fi
}
ratio() { # net program other
  if [ -f "$folder/$1-$3" ]; then
    awk -v a="$(median "$1" "$2")" -v b="$(median "$1" "$3")" 'BEGIN {printf "%.2f", a / b}'
  else
    printf -- –
  fi
}
# Multiply-adds go forward once and backward twice, two operations each: 6 a weight and character. The first layer's
# input is one-hot and needs no product.
flops() { # net
  local vocabulary
  vocabulary=$(sed 's/.*"vocabulary": \([0-9]*\).*/\1/' "$folder/json")
  awk -v layers="${1%x*}" -v h="${1#*x}" -v v="$vocabulary" \
    'BEGIN {print 6 * (layers * 4 * h * h + (layers - 1) * 4 * h * h + h * v)}'
}
gigaflops() { # precision: the best of the rounds
  awk -v p="$1" '$1 == p && $2 > best {best = $2} END {print best}' "$folder/limit"
}
limit() { # net precision: characters per second
  awk -v f="$(flops "$1")" -v g="$(gigaflops "$2")" 'BEGIN {print g * 1e9 / f}'
}

table() {
  echo "Machine: $(nproc) × $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), load before $load, $(date +%F),"
  echo "$(java -jar charrnn.jar --version)," # the jar's commit, which may be older than the checkout's
  echo "$(java -version 2>&1 | head -1), PyTorch $("$python" -c 'import torch; print(torch.__version__)'), $(uname -s) $(uname -r)."
  echo "Command: \`bench/run.sh$arguments\`. Medians of $rounds run(s), ± half of the range."
  echo
  echo "| training | products | charrnn, chars/s | PyTorch | PyTorch as it comes | stock DL4J | vs PyTorch | vs PyTorch as it comes | vs stock | limit | of the limit |"
  echo "|---|---|---|---|---|---|---|---|---|---|---|"
  for net in $nets; do
    for precision in $precisions; do training_row "$net" "$precision"; done
  done
  echo
  [ -z "$sampled" ] || sampling_table
  for precision in $precisions; do
    echo "Large products in $precision: $(gigaflops "$precision") GFLOP/s (the best of the rounds, \`bench/SgemmLimit.java\`)."
  done
  [[ $precisions == *bfloat16* ]] || echo "This processor does not multiply bfloat16."
}

training_row() { # net precision
  local most batch sequence
  read -r batch sequence <<< "$(shape "$1")"
  most=$(limit "$1" "$2")
  printf "| %s, B %s, T %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n" "${1/x/×}" "$batch" "$sequence" "$2" \
    "$(cell "$1" "fast-$2")" "$(cell "$1" "pytorch-$2")" "$(cell "$1" "plain-$2")" "$(cell "$1" "stock-$2")" \
    "$(ratio "$1" "fast-$2" "pytorch-$2")" "$(ratio "$1" "fast-$2" "plain-$2")" "$(ratio "$1" "fast-$2" "stock-$2")" \
    "$(thousands <<< "$most")" "$(awk -v a="$(median "$1" "fast-$2")" -v m="$most" 'BEGIN {printf "%.0f %%", 100 * a / m}')"
}

sampling_table() {
  echo "| one stream sampled | charrnn, chars/s | PyTorch, cells | PyTorch, nn.LSTM | vs cells | vs nn.LSTM |"
  echo "|---|---|---|---|---|---|"
  for net in $sampled; do
    printf '| %s | %s | %s | %s | %s | %s |\n' "${net/x/×}" "$(cell "$net" sample-fast)" "$(cell "$net" sample-pytorch)" \
      "$(cell "$net" sample-lstm)" "$(ratio "$net" sample-fast sample-pytorch)" "$(ratio "$net" sample-fast sample-lstm)"
  done
  echo
  echo "| $streams streams sampled together | charrnn, chars/s | PyTorch, cells | vs PyTorch | vs one stream | PyTorch vs its one stream |"
  echo "|---|---|---|---|---|---|"
  for net in $sampled; do
    printf '| %s | %s | %s | %s | %s | %s |\n' "${net/x/×}" "$(cell "$net" together-fast)" \
      "$(cell "$net" together-pytorch)" "$(ratio "$net" together-fast together-pytorch)" \
      "$(ratio "$net" together-fast sample-fast)" "$(ratio "$net" together-pytorch sample-pytorch)"
  done
  echo
}

prepare
load=$(cut -d' ' -f1 /proc/loadavg)
sampled=
for net in $nets; do
  shape "$net" > "$folder/shape"
  if [[ $net == 2x* ]]; then
    sampled="$sampled $net"
    checkpoint "$net"
  fi
done
for ((round = 1; round <= rounds; round++)); do
  note "round $round of $rounds"
  java -cp charrnn.jar bench/SgemmLimit.java "$limit_seconds" >> "$folder/limit"
  precisions=$(awk '!seen[$1]++ {print $1}' "$folder/limit") # float32 and, where the processor has it, bfloat16
  for net in $nets; do
    for precision in $precisions; do train_round "$net" "$precision"; done
  done
  for net in $sampled; do sample_round "$net"; done
done
table
