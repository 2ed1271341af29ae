# The stand-in of fake-python.py as an image; its base is made by servers/docker.sh.
FROM darkroom-test-base
COPY fake-python.py /opt/trainer/python
# The one folder of the host that all trainers may write.
ENV FAKE_TRAINER_HOME=/models
ENTRYPOINT ["python3", "/opt/trainer/python", "-m", "lora_trainer"]
